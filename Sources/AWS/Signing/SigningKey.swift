import Foundations
import Synchronization

/// What a signature is good for: one day, one region, one service.
struct SigningScope: Hashable, Sendable {
    var day: String
    var region: String
    var service: String

    var text: String { "\(day)/\(region)/\(service)/aws4_request" }

    /// The key derived from a secret for this scope.
    func key(secret: String) -> [UInt8] {
        [day, region, service, "aws4_request"].reduce(Array("AWS4\(secret)".utf8)) { Hashing.hmac($1, key: $0) }
    }
}

/// Remembers the last derived key: it stays the same for a whole day, and takes four hashes to derive.
final class SigningKeyCache: Sendable {
    private struct Entry {
        var secret: String
        var scope: SigningScope
        var key: [UInt8]
    }

    private let last = Mutex<Entry?>(nil)

    func key(secret: String, scope: SigningScope) -> [UInt8] {
        last.withLock { entry in
            if let entry, entry.secret == secret, entry.scope == scope { return entry.key }
            let key = scope.key(secret: secret)
            entry = Entry(secret: secret, scope: scope, key: key)
            return key
        }
    }
}
