import Crypto
import Foundations
import ObjectStore

/// Files of a run's own that are named by their content: what is kept twice is one file, and no file ever changes.
enum StateFile {
    /// The key under which `bytes` are kept.
    static func key(of bytes: [UInt8]) -> String {
        let digest = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "\(Catalog.stateFolder)\(digest).json"
    }

    /// Keeps `bytes`; returns the file's key.
    static func keep(_ bytes: [UInt8], in store: any ObjectStore) async throws -> String {
        let key = key(of: bytes)
        do {
            try await store.put(key, bytes, if: .absent)
        } catch let failure as Failure where failure.kind == .conflict {
            // A file of that name holds just that.
        }
        return key
    }
}
