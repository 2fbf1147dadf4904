public import Foundations

/// One property of an object type, as HubSpot's properties API describes it.
public struct PropertyDefinition: Sendable, Hashable, Codable {
    /// The stable key; labels may change.
    public var name: String
    /// Label shown in HubSpot.
    public var label: String
    /// What the user or HubSpot wrote about it.
    public var description: String?
    /// HubSpot's type: `string`, `number`, `bool`, `date`, `datetime`, `enumeration`, `phone_number`, `json`, …
    public var type: String
    /// HubSpot's field type: `text`, `select`, `calculation_equation`, …
    public var fieldType: String
    /// The group it is shown in.
    public var groupName: String?
    /// The options of an enumeration, as a JSON array exactly as HubSpot ordered it; nil when there are none.
    public var optionsJSON: String?
    /// Position inside its group; -1 where HubSpot has no preference.
    public var displayOrder: Int64?
    /// Whether HubSpot computes the value.
    public var isCalculated: Bool?
    /// Whether two records may not share a value.
    public var hasUniqueValue: Bool?
    /// Whether HubSpot hides it from its pages.
    public var isHidden: Bool?
    /// Whether HubSpot defined it, not the account.
    public var isHubSpotDefined: Bool?
    /// For ids: what they refer to (`OWNER`).
    public var referencedObjectType: String?
    /// `non_sensitive`, `sensitive` or `highly_sensitive`.
    public var dataSensitivity: String?
    /// Whether the definition is archived: records no longer return it.
    public var isArchived: Bool
    /// When it was archived.
    public var archivedAt: Timestamp?
    /// When it was made.
    public var createdAt: Timestamp?
    /// When the definition last changed.
    public var updatedAt: Timestamp?
    /// The user who made it.
    public var createdUserID: String?
    /// The user who last changed it.
    public var updatedUserID: String?

    /// A property with the given name and type; everything else is optional and set afterwards.
    public init(name: String, label: String, type: String, fieldType: String, isArchived: Bool = false) {
        self.name = name
        self.label = label
        self.type = type
        self.fieldType = fieldType
        self.isArchived = isArchived
    }

    /// Whether HubSpot marks the values as sensitive or highly sensitive; such properties are left out by default.
    public var isSensitive: Bool { dataSensitivity.map { $0 != "non_sensitive" } ?? false }
}
