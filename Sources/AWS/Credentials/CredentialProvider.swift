import Foundations

/// Where keys come from. Asked before each request, so a provider of temporary keys may hand out new ones at any time; it
/// caches on its own.
public protocol CredentialProvider: Sendable {
    /// The keys to sign with now. Throws `Failure(.authorization)` or `Failure(.configuration)` when there are none.
    func credentials() async throws -> AWSCredentials

    /// The peer says that `expired` are expired or unknown: the next ``credentials()`` should fetch others, if it can.
    func invalidate(_ expired: AWSCredentials) async
}

extension CredentialProvider {
    /// Does nothing: fixed keys cannot be fetched again.
    public func invalidate(_ expired: AWSCredentials) async {}
}

/// Fixed keys, from wherever the caller has them.
public struct StaticCredentials: CredentialProvider {
    private let fixed: AWSCredentials

    /// A provider of just these keys.
    public init(_ credentials: AWSCredentials) { fixed = credentials }

    /// The fixed keys.
    public func credentials() async throws -> AWSCredentials { fixed }
}

/// Keys from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`.
public struct EnvironmentCredentials: CredentialProvider {
    private let environment: [String: String]

    /// A provider that reads `environment`, usually the process's own.
    public init(_ environment: [String: String]) { self.environment = environment }

    /// The variables' keys; blanks around them, as copying leaves them, are cut off.
    public func credentials() async throws -> AWSCredentials {
        AWSCredentials(
            accessKeyID: try required("AWS_ACCESS_KEY_ID"), secretAccessKey: try required("AWS_SECRET_ACCESS_KEY"),
            sessionToken: value("AWS_SESSION_TOKEN"))
    }

    private func value(_ name: String) -> String? {
        guard let text = environment[name]?.trimmingBlanks(), !text.isEmpty else { return nil }
        return text
    }

    private func required(_ name: String) throws(Failure) -> String {
        if let value = value(name) { return value }
        throw Failure(
            .configuration, "cannot sign in to AWS", why: "the environment variable \(name) is not set",
            remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys).")
    }
}

extension String {
    /// This text without white space at its ends.
    func trimmingBlanks() -> String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
