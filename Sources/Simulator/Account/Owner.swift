import Foundations

/// Somebody, or a queue, that records can be assigned to.
struct Owner: Sendable {
    var id: String
    /// `PERSON` or `QUEUE`.
    var type: String
    var email: String?
    var firstName: String?
    var lastName: String?
    /// The user's id; archived owners keep it only as `userIdIncludingInactive`.
    var userID: Int64?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var isArchived: Bool
    var teams: [Team]

    struct Team: Sendable {
        var id: String
        var name: String
        var isPrimary: Bool
    }
}
