/// Who defined an association type; the number is the first half of `combinedassociationtypeid`.
public enum AssociationCategory: String, Sendable, Hashable, Codable, CaseIterable {
    /// Defined by HubSpot.
    case hubSpotDefined = "HUBSPOT_DEFINED"
    /// Defined by an integration.
    case integratorDefined = "INTEGRATOR_DEFINED"
    /// Defined by the account's users.
    case userDefined = "USER_DEFINED"
    /// HubSpot's internal fourth category.
    case work = "WORK"

    /// 0 HubSpot, 1 integrator, 2 user, 3 work.
    public var number: Int {
        switch self {
        case .hubSpotDefined: 0
        case .integratorDefined: 1
        case .userDefined: 2
        case .work: 3
        }
    }
}

/// A directed pair of object types.
public struct AssociationPair: Sendable, Hashable, Codable {
    /// Where the association starts.
    public var from: ObjectTypeID
    /// Where it points.
    public var to: ObjectTypeID

    /// The pair `from` → `to`.
    public init(from: ObjectTypeID, to: ObjectTypeID) {
        self.from = from
        self.to = to
    }
}

/// One type of association of a directed pair, as the labels API lists it.
public struct AssociationDefinition: Sendable, Hashable, Codable {
    /// The directed pair it belongs to.
    public var pair: AssociationPair
    /// Who defined it.
    public var category: AssociationCategory
    /// Unique inside its category and direction.
    public var typeID: Int64
    /// The label shown in HubSpot; nil for the unlabelled type.
    public var label: String?

    /// A definition; see the properties.
    public init(pair: AssociationPair, category: AssociationCategory, typeID: Int64, label: String?) {
        self.pair = pair
        self.category = category
        self.typeID = typeID
        self.label = label
    }
}

/// One association of two records with one type; a pair of records may have several.
public struct Association: Sendable, Hashable {
    /// Record at the start.
    public var fromID: Int64
    /// Record at the end.
    public var toID: Int64
    /// Who defined the association's type.
    public var category: AssociationCategory
    /// The association's type.
    public var typeID: Int64
    /// The label, as HubSpot returned it with the association.
    public var label: String?

    /// An association; see the properties.
    public init(fromID: Int64, toID: Int64, category: AssociationCategory, typeID: Int64, label: String?) {
        self.fromID = fromID
        self.toID = toID
        self.category = category
        self.typeID = typeID
        self.label = label
    }
}
