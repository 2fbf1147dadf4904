/// Who signs, as GetCallerIdentity says. Every valid key may ask; no policy can forbid it.
public struct CallerIdentity: Sendable, Hashable {
    /// The account's twelve digits.
    public var account: String
    /// The ARN: a user's, a session's, or the account's root.
    public var arn: String
    /// The unique id, `AIDA…`, or `AROA…:session`.
    public var userID: String
    /// The answer that said so.
    public var answer: STSAnswer

    /// An identity; see the properties.
    public init(account: String, arn: String, userID: String, answer: STSAnswer) {
        self.account = account
        self.arn = arn
        self.userID = userID
        self.answer = answer
    }

    /// The ARN understood; nil for a kind of principal that hublake does not know.
    public var principal: PrincipalARN? { PrincipalARN(arn) }
}
