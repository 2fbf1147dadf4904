/// A role and all that is said when a session of it is opened.
public struct RoleAccess: Sendable, Hashable {
    /// The role.
    public var role: RoleARN
    /// The external ids to try, in order: while one is being replaced, the new one and then the old. Empty to send none.
    public var externalIDs: [String]
    /// The session's name, as in ``AssumeRoleRequest/sessionName``.
    public var sessionName: String
    /// The session's length in seconds; shortened to an hour where the role, or the chain of roles, allows no more.
    public var duration: Int
    /// The policy that narrows the session, see ``SessionPolicy``.
    public var sessionPolicy: String?

    /// An access; see the properties.
    public init(
        role: RoleARN, externalIDs: [String] = [], sessionName: String, duration: Int = 3600,
        sessionPolicy: String? = nil
    ) {
        self.role = role
        self.externalIDs = externalIDs
        self.sessionName = sessionName
        self.duration = duration
        self.sessionPolicy = sessionPolicy
    }

    /// The request with each id, in the order in which they are tried.
    var requests: [AssumeRoleRequest] {
        (externalIDs.isEmpty ? [nil] : externalIDs.map(Optional.some)).map { id in
            AssumeRoleRequest(
                role: role, sessionName: sessionName, externalID: id, duration: duration, sessionPolicy: sessionPolicy)
        }
    }
}
