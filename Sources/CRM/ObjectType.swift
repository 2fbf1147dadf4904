public import Foundations

/// HubSpot's id of an object type: `0-1` for contacts, `2-3456789` for a custom type.
public struct ObjectTypeID: Sendable, Hashable, Codable, RawRepresentable, CustomStringConvertible {
    /// The id as HubSpot writes it.
    public let rawValue: String

    /// Wraps an id as HubSpot writes it.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// Whether the account made this type itself.
    public var isCustom: Bool { rawValue.hasPrefix("2-") }
}

extension ObjectTypeID {
    /// Contacts.
    public static let contacts = ObjectTypeID(rawValue: "0-1")
    /// Companies.
    public static let companies = ObjectTypeID(rawValue: "0-2")
    /// Deals.
    public static let deals = ObjectTypeID(rawValue: "0-3")
}

/// One type of record, standard or custom, with what HubSpot's schema says of it.
///
/// Source: HubSpot's "Object schemas" API; the standard types' ids and names are from its "Understanding the CRM" guide.
public struct ObjectType: Sendable, Hashable, Codable {
    /// The stable identity: names and labels may change, the id does not.
    public var id: ObjectTypeID
    /// Internal name in the singular: `contact`, `line_item`, or a custom type's own name (`machine`).
    public var name: String
    /// `p4242_machine` for custom types; upper-case `CONTACT` for standard ones.
    public var fullyQualifiedName: String
    /// Internal name in the plural for standard types (`contacts`); nil for custom types, whose plural is a label.
    public var pluralName: String?
    /// Singular label shown in HubSpot.
    public var singularLabel: String
    /// Plural label shown in HubSpot.
    public var pluralLabel: String
    /// What the user wrote about a custom type.
    public var description: String?
    /// The property shown as a record's title.
    public var primaryDisplayProperty: String?
    /// The property that moves when a record changes: `lastmodifieddate` for contacts, `hs_lastmodifieddate` elsewhere.
    public var lastModifiedProperty: String
    /// Whether the schema is archived.
    public var isArchived: Bool
    /// When the schema was made, for custom types.
    public var createdAt: Timestamp?
    /// When the schema last changed, for custom types.
    public var updatedAt: Timestamp?

    /// The name in paths, for the types that HubSpot documents under another one than the plural (`0-162` for services).
    public var pathName: String?

    /// An object type; see the properties.
    public init(
        id: ObjectTypeID, name: String, fullyQualifiedName: String, pluralName: String?, singularLabel: String,
        pluralLabel: String, description: String? = nil, primaryDisplayProperty: String? = nil,
        lastModifiedProperty: String = "hs_lastmodifieddate", isArchived: Bool = false, createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.fullyQualifiedName = fullyQualifiedName
        self.pluralName = pluralName
        self.singularLabel = singularLabel
        self.pluralLabel = pluralLabel
        self.description = description
        self.primaryDisplayProperty = primaryDisplayProperty
        self.lastModifiedProperty = lastModifiedProperty
        self.isArchived = isArchived
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The path segment under `/crm/objects/{version}/`: the plural name where HubSpot documents one, else the id.
    public var pathSegment: String { pathName ?? pluralName ?? id.rawValue }
}
