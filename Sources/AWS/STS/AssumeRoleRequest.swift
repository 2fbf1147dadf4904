/// What AssumeRole is asked for.
public struct AssumeRoleRequest: Sendable, Hashable {
    /// The role.
    public var role: RoleARN
    /// The session's name, which the role's owner sees in CloudTrail: 2 to 64 of `[\w+=,.@-]`, nothing personal.
    public var sessionName: String
    /// What the trust policy's `sts:ExternalId` is compared with: 2 to 1,224 of `[\w+=,.@:/-]`; nil to send none.
    public var externalID: String?
    /// How long the session lasts, in seconds: 900 to 43,200, and no more than the role allows.
    public var duration: Int
    /// A policy, as JSON, that narrows the session: at most 2,048 characters.
    public var sessionPolicy: String?

    /// A request; see the properties. Whether it keeps to STS's limits is checked before it is sent.
    public init(
        role: RoleARN, sessionName: String, externalID: String? = nil, duration: Int = 3600,
        sessionPolicy: String? = nil
    ) {
        self.role = role
        self.sessionName = sessionName
        self.externalID = externalID
        self.duration = duration
        self.sessionPolicy = sessionPolicy
    }
}

/// What AssumeRoleWithWebIdentity is asked for. The token is the only proof: the call is not signed.
public struct WebIdentityRequest: Sendable, Hashable {
    /// The role.
    public var role: RoleARN
    /// The session's name, as in ``AssumeRoleRequest``.
    public var sessionName: String
    /// The token of the identity provider.
    public var token: String
    /// How long the session lasts, in seconds; nil for STS's hour.
    public var duration: Int?

    /// A request; see the properties.
    public init(role: RoleARN, sessionName: String, token: String, duration: Int? = nil) {
        self.role = role
        self.sessionName = sessionName
        self.token = token
        self.duration = duration
    }
}
