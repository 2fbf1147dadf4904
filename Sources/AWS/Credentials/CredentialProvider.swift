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
