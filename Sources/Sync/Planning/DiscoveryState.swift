import Foundation
import Foundations
import ObjectStore

extension SyncRun {
    /// What an earlier run found out about the account.
    func keptDiscovery(_ catalog: Catalog) async throws -> Discovery? {
        guard let key = catalog.discovery, let file = try await store.find(key) else { return nil }
        // A file of another version of hublake is no loss: the account is asked again.
        return (try? JSONDecoder().decode(DiscoveryFile.self, from: Data(file.body)))?.discovery
    }

    /// Keeps what this run found out for later ones; returns the file's key. Files are named by their content, so one that is there
    /// already is the same.
    func keep(_ discovery: Discovery?, as last: String?) async throws -> String? {
        guard let discovery else { return last }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(DiscoveryFile(discovery)))
        let key = StateFile.key(of: bytes)
        return key == last ? key : try await StateFile.keep(bytes, in: store)
    }
}
