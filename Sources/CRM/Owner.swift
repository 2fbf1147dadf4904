public import Foundations

/// Somebody or some queue that records can be assigned to.
public struct Owner: Sendable, Hashable {
    /// What `hubspot_owner_id` on records holds.
    public var id: String
    /// `PERSON` or `QUEUE`.
    public var type: String?
    /// E-mail address.
    public var email: String?
    /// First name.
    public var firstName: String?
    /// Last name.
    public var lastName: String?
    /// The user's id; nil for archived owners.
    public var userID: Int64?
    /// The user's id, which archived owners keep.
    public var userIDIncludingInactive: Int64?
    /// Whether the owner is archived.
    public var isArchived: Bool
    /// When it was made.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The teams it belongs to.
    public var teams: [Team]

    /// One team of an owner.
    public struct Team: Sendable, Hashable {
        /// The team's id.
        public var id: String
        /// The team's name.
        public var name: String?
        /// Whether it is the owner's main team.
        public var isPrimary: Bool?

        /// A team; see the properties.
        public init(id: String, name: String?, isPrimary: Bool?) {
            self.id = id
            self.name = name
            self.isPrimary = isPrimary
        }
    }

    /// An owner; see the properties.
    public init(
        id: String, type: String?, email: String?, firstName: String?, lastName: String?, userID: Int64?,
        userIDIncludingInactive: Int64?, isArchived: Bool, createdAt: Timestamp?, updatedAt: Timestamp?, teams: [Team]
    ) {
        self.id = id
        self.type = type
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.userID = userID
        self.userIDIncludingInactive = userIDIncludingInactive
        self.isArchived = isArchived
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.teams = teams
    }
}
