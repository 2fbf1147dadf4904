public import Foundations
import Synchronization

/// The keys of a role's session, opened when they are first needed and again before they end.
///
/// Of several external ids the first that the role accepts counts; ``acceptedExternalID`` tells which that was, so that an old id can
/// be retired once the new one works.
public final class AssumedRoleCredentials: CredentialProvider {
    /// What is opened.
    public let access: RoleAccess
    private let opener: RoleSessionOpener
    private let session: RefreshingCredentials

    /// Sessions of `access`, opened by `sts`; its own keys are the identity that the role trusts.
    public init(_ access: RoleAccess, sts: STSClient, clock: any WallClock = SystemWallClock()) {
        self.access = access
        let opener = RoleSessionOpener(access, sts: sts)
        self.opener = opener
        session = RefreshingCredentials(clock: clock) { try await opener.open() }
    }

    /// The external id of the newest session; nil before the first, and where none is sent.
    public var acceptedExternalID: String? { opener.accepted }

    /// The session's keys; throws what STS said, as a `Failure`: see ``STSError/failure``.
    public func credentials() async throws -> AWSCredentials { try await session.credentials() }

    /// Forgets the session if `expired` are its keys: AWS says that they are no longer good.
    public func invalidate(_ expired: AWSCredentials) async { await session.invalidate(expired) }
}

/// Opens one session after the other.
private final class RoleSessionOpener: Sendable {
    private let access: RoleAccess
    private let sts: STSClient
    private let last = Mutex<String?>(nil)

    init(_ access: RoleAccess, sts: STSClient) {
        self.access = access
        self.sts = sts
    }

    var accepted: String? { last.withLock { $0 } }

    func open() async throws -> AWSCredentials {
        var refusal: STSError?
        for request in access.requests {
            do {
                let session = try await sts.assumeRoleAsLongAsAllowed(request)
                last.withLock { $0 = request.externalID }
                return session.credentials
            } catch {
                // Only AccessDenied can mean that the role wants another id.
                guard error.cause == .accessDenied else { throw error.failure }
                refusal = error
            }
        }
        throw refusal?.failure ?? Failure(.internal, "cannot use the role \(access.role)", why: "nothing was asked")
    }
}
