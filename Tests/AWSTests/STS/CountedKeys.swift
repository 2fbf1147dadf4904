import AWS
import Synchronization

/// Keys that count how often they were refused.
final class CountedKeys: CredentialProvider {
    private let count = Mutex(0)
    private let token: String?
    var invalidations: Int { count.withLock { $0 } }

    init(token: String? = nil) { self.token = token }

    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE\(invalidations)", secretAccessKey: "secret", sessionToken: token)
    }

    func invalidate(_ expired: AWSCredentials) async { count.withLock { $0 += 1 } }
}
