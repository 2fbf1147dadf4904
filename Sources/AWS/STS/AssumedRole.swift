/// A session that STS opened.
public struct AssumedRole: Sendable, Hashable {
    /// The session's keys; they have a token and an expiration.
    public var credentials: AWSCredentials
    /// The session's ARN: `arn:…:sts::account:assumed-role/name/session`.
    public var arn: String
    /// The role's unique id and the session's name: `AROA…:session`.
    public var roleID: String
    /// How much of the room for policies and tags the call used, in percent; nil when it had none.
    public var packedPolicySize: Int?
    /// The answer that said so.
    public var answer: STSAnswer

    /// A session; see the properties.
    public init(
        credentials: AWSCredentials, arn: String, roleID: String, packedPolicySize: Int? = nil, answer: STSAnswer
    ) {
        self.credentials = credentials
        self.arn = arn
        self.roleID = roleID
        self.packedPolicySize = packedPolicySize
        self.answer = answer
    }
}
