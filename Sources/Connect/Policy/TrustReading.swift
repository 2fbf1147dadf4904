import AWS
public import Foundations

/// A role's trust policy as it is, compared with what hublake needs. Recognises what people have half-way: the placeholder id
/// of HubSpot's published text, and the role's own account as principal, as AWS's console makes a role at first.
public struct TrustReading: Sendable, Hashable {
    /// What the policy is, by what must be changed first.
    public enum Verdict: Sendable, Hashable {
        /// It lets hublake in with this connection's id, and nobody else.
        case matches
        /// It is no policy, or has no statement that allows sts:AssumeRole.
        case notReadable(String)
        /// It trusts somebody else.
        case anotherPrincipal(String)
        /// It trusts the account that the role is in.
        case ownAccount
        /// It trusts hublake, with the id `0000`.
        case placeholderID
        /// It trusts hublake, with another id.
        case anotherID
        /// It trusts hublake, and asks for no id.
        case noID
        /// It trusts hublake, with a pattern of ids instead of one.
        case idPattern
    }

    /// What it is.
    public let verdict: Verdict

    /// Reads `document`, which may also be what `aws iam get-role` prints around it.
    ///
    /// - Parameters:
    ///   - document: the policy.
    ///   - principal: the ARN that it should name.
    ///   - ids: the ids that may stand there.
    ///   - account: the account of the role; nil when unknown.
    public init(_ document: JSONValue, principal: String, ids: [String], account: String?) {
        let statements = Self.statements(document)
        guard let statements else {
            verdict = .notReadable("it has no statements")
            return
        }
        let allowing = statements.filter { $0["Effect"]?.text == "\"Allow\"" && Self.allowsAssumeRole($0["Action"]) }
        guard !allowing.isEmpty else {
            verdict = .notReadable("no statement allows sts:AssumeRole")
            return
        }
        let ours = allowing.filter { Self.names(principal, $0["Principal"]) }
        guard let statement = ours.first else {
            verdict = Self.stranger(allowing, account: account)
            return
        }
        verdict = Self.judge(statement["Condition"], ids: ids)
    }

    private static func statements(_ document: JSONValue) -> [JSONObject]? {
        guard case .object(let object) = document else { return nil }
        for wrapper in ["Role", "AssumeRolePolicyDocument"] {
            if let inner = object[wrapper] { return statements(inner) }
        }
        switch object["Statement"] {
        case .array(let items):
            return items.compactMap { if case .object(let statement) = $0 { statement } else { nil } }
        case .object(let statement): return [statement]
        default: return nil
        }
    }

    private static func allowsAssumeRole(_ action: JSONValue?) -> Bool {
        strings(action).contains { ["sts:assumerole", "sts:*", "*"].contains($0.lowercased()) }
    }

    private static func names(_ principal: String, _ value: JSONValue?) -> Bool {
        let account = PrincipalARN(principal)?.account
        return principals(value).contains { named in
            named == principal || named == "*" || named == account
                || (account.map { named.hasSuffix(":iam::\($0):root") } ?? false)
        }
    }

    private static func principals(_ value: JSONValue?) -> [String] {
        switch value {
        case .object(let object): strings(object["AWS"])
        default: strings(value)
        }
    }

    private static func stranger(_ statements: [JSONObject], account: String?) -> Verdict {
        let named = statements.flatMap { principals($0["Principal"]) }
        if let account, named.contains(where: { $0 == account || $0.hasSuffix(":iam::\(account):root") }) {
            return .ownAccount
        }
        guard !named.isEmpty else { return .anotherPrincipal("no AWS principal") }
        return .anotherPrincipal(named.joined(separator: ", "))
    }

    private static func judge(_ condition: JSONValue?, ids: [String]) -> Verdict {
        guard case .object(let operators) = condition else { return .noID }
        for member in operators.members {
            guard case .object(let keys) = member.value,
                let asked = keys.members.first(where: { $0.name.lowercased() == "sts:externalid" })
            else { continue }
            let values = strings(asked.value)
            if member.name == "StringLike", values.contains(where: { $0.contains("*") || $0.contains("?") }) {
                return .idPattern
            }
            guard member.name == "StringEquals" || member.name == "StringLike" else { continue }
            if values.contains(where: ids.contains) { return .matches }
            return values == ["0000"] ? .placeholderID : .anotherID
        }
        return .noID
    }

    private static func strings(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let items): items.flatMap { strings($0) }
        default: []
        }
    }
}
