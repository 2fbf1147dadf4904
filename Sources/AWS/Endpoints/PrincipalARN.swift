/// Who signs, as STS names it: a user, a role's session, or an account itself.
public struct PrincipalARN: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of principals.
    public enum Kind: Sendable, Hashable {
        /// An IAM user, with its path.
        case user(path: String, name: String)
        /// A session of the role `name`.
        case assumedRole(name: String, session: String)
        /// The account's root.
        case root
        /// A session of GetFederationToken.
        case federatedUser(name: String)
    }

    /// The partition.
    public let partition: Partition
    /// The account's twelve digits.
    public let account: String
    /// Who in the account.
    public let kind: Kind
    /// The ARN as STS gave it.
    public let description: String

    /// Reads the `Arn` of GetCallerIdentity; nil for anything else.
    public init?(_ text: String) {
        guard let arn = ARN(text), let partition = Partition(rawValue: arn.partition), ARN.isAccountID(arn.account)
        else { return nil }
        self.partition = partition
        account = arn.account
        description = text.trimmingBlanks()
        let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (arn.service, parts[0]) {
        case ("iam", "root") where parts.count == 1: kind = .root
        case ("iam", "user") where parts.count >= 2 && parts[parts.count - 1] != "":
            let path = parts[1..<(parts.count - 1)].map { "\($0)/" }.joined()
            kind = .user(path: "/\(path)", name: parts[parts.count - 1])
        case ("sts", "assumed-role") where parts.count == 3: kind = .assumedRole(name: parts[1], session: parts[2])
        case ("sts", "federated-user") where parts.count == 2: kind = .federatedUser(name: parts[1])
        default: return nil
        }
    }

    /// The role whose session this is; nil for everybody else.
    ///
    /// STS leaves out the role's path, so a role with one (those of IAM Identity Center have it) comes back as if it had none: such
    /// an ARN names no role, and a trust policy refuses it. Ask for the full ARN there.
    public var role: RoleARN? {
        guard case .assumedRole(let name, _) = kind else { return nil }
        return try? RoleARN(account: account, name: name, partition: partition)
    }

    /// What a trust policy names as its principal: a session as its role, everybody else as they are.
    public var trusted: String { role?.description ?? description }

    /// Whether the role's ARN in ``trusted`` may lack a path: IAM Identity Center puts its roles under one.
    public var mayLackPath: Bool {
        guard case .assumedRole(let name, _) = kind else { return false }
        return name.hasPrefix("AWSReservedSSO_")
    }
}
