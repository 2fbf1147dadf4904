public import Foundations

/// The ARN of an IAM role: `arn:partition:iam::account:role/path/name`.
public struct RoleARN: Sendable, Hashable, CustomStringConvertible {
    /// The partition that the role lives in.
    public let partition: Partition
    /// The twelve digits of the account that it lives in.
    public let account: String
    /// The path before its name; `/` for none, else with a slash at both ends.
    public let path: String
    /// Its name.
    public let name: String

    /// Reads a role's ARN as people paste it: white space around it is cut off.
    ///
    /// Throws `Failure(.configuration)` that says what is wrong with it.
    public init(_ text: String) throws(Failure) {
        guard let arn = ARN(text) else {
            throw Self.refusal(text, why: "it does not have the form of an ARN")
        }
        guard let partition = Partition(rawValue: arn.partition) else {
            throw Self.refusal(text, why: "hublake does not serve the partition \(arn.partition)")
        }
        guard arn.service == "iam", arn.region.isEmpty, arn.resource.hasPrefix("role/") else {
            throw Self.refusal(text, why: Self.otherKind(arn))
        }
        let path = arn.resource.dropFirst("role".count)
        let name = path.suffix(
            path.count - (path.lastIndex(of: "/").map { path.distance(from: path.startIndex, to: $0) + 1 } ?? 0))
        try self.init(
            account: arn.account, name: String(name), path: String(path.dropLast(name.count)), partition: partition)
    }

    /// The ARN of the role `name` in `account`, as the customer who made it would copy it.
    ///
    /// Throws `Failure(.configuration)` for what cannot be an account, a path or a name.
    public init(
        account: String, name: String, path: String = "/", partition: Partition = .aws
    ) throws(Failure) {
        let shown = "arn:\(partition.rawValue):iam::\(account):role\(path)\(name)"
        guard ARN.isAccountID(account) else {
            throw Self.refusal(shown, why: "an account's id has twelve digits")
        }
        guard ARN.isIAMName(name) else {
            throw Self.refusal(shown, why: "a role's name has 1 to 64 letters, digits and +=,.@_-")
        }
        guard Self.isPath(path) else {
            throw Self.refusal(shown, why: "a role's path begins and ends with a slash")
        }
        self.partition = partition
        self.account = account
        self.path = path
        self.name = name
    }

    /// The ARN as AWS writes it.
    public var description: String { "arn:\(partition.rawValue):iam::\(account):role\(path)\(name)" }

    /// IAM: up to 512 printable characters of ASCII.
    private static func isPath(_ path: String) -> Bool {
        path == "/"
            || (path.hasPrefix("/") && path.hasSuffix("/") && path.utf8.count <= 512
                && path.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    }

    private static func otherKind(_ arn: ARN) -> String {
        switch (arn.service, arn.resource.prefix { $0 != "/" && $0 != ":" }) {
        case ("sts", "assumed-role"): "it is the ARN of a session; the role's own begins with arn:…:iam:: and has role/"
        case ("iam", "user"): "it is the ARN of a user, not of a role"
        case ("iam", "root"): "it is the ARN of an account, not of a role"
        case ("iam", "policy"): "it is the ARN of a policy, not of a role"
        case ("iam", "instance-profile"): "it is the ARN of an instance profile, not of a role"
        default: "it is not the ARN of an IAM role"
        }
    }

    private static func refusal(_ text: String, why: String) -> Failure {
        Failure(
            .configuration, "cannot use the role \"\(Redaction.redact(text, limit: 200))\"", why: why,
            remedy: "Copy the ARN from the role's page in the IAM console: arn:aws:iam::123456789012:role/name.")
    }
}
