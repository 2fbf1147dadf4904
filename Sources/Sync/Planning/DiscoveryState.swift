import Crypto
import Foundation
import Foundations
import ObjectStore

extension SyncRun {
    /// What the account has: asked when that is due, else as an earlier run found it.
    ///
    /// - Returns: the discovery, and the key of the file that keeps it.
    func discover(_ catalog: Catalog, _ agenda: Agenda) async throws -> (discovery: Discovery, key: String) {
        let kept = try await keptDiscovery(catalog)
        if let kept, let key = catalog.discovery, !agenda.isDue(.definitions), !agenda.isDue(.pairs) {
            return (kept, key)
        }
        let discovery = try await Discovery(
            hubspot, known: catalog.names, kept: agenda.isDue(.pairs) ? nil : kept,
            parallel: settings.parallelSources)
        return (discovery, try await keep(discovery, as: catalog.discovery))
    }

    private func keptDiscovery(_ catalog: Catalog) async throws -> Discovery? {
        guard let key = catalog.discovery, let file = try await store.find(key) else { return nil }
        // A file of another version of hublake is no loss: the account is asked again.
        return (try? JSONDecoder().decode(DiscoveryFile.self, from: Data(file.body)))?.discovery
    }

    /// Files are named by their content, so one that is there already is the same.
    private func keep(_ discovery: Discovery, as last: String?) async throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(DiscoveryFile(discovery)))
        let digest = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let key = "\(Catalog.stateFolder)\(digest).json"
        guard key != last else { return key }
        do {
            try await store.put(key, bytes, if: .absent)
        } catch let failure as Failure where failure.kind == .conflict {
            return key
        }
        return key
    }
}
