import Foundations
import ObjectStore

/// The objects that snapshots need, by key.
struct References: Sendable, Hashable {
    var manifestLists: Set<String> = []
    var manifests: Set<String> = []
    /// Data files and delete files.
    var files: Set<String> = []

    var keys: Set<String> { manifestLists.union(manifests).union(files) }
}

extension LakehouseTable {
    /// What `snapshots` need of the store.
    ///
    /// - Parameters:
    ///   - known: manifests that need not be read again.
    ///   - isLenient: whether what is gone is passed over: of snapshots that were forgotten, some objects may have been removed.
    func references(
        of snapshots: [Snapshot], besides known: References = References(), isLenient: Bool = false
    ) async throws -> References {
        var references = References()
        let lists = try await snapshots.map(\.manifestList).mapConcurrently(limit: 8) { path in
            try await passing(isLenient) { try await manifests(inList: path) }
        }
        var named: [String: ManifestFile] = [:]
        for (snapshot, lines) in zip(snapshots, lists) {
            guard let lines else { continue }
            try references.manifestLists.insert(folder.key(of: snapshot.manifestList))
            for line in lines { named[try folder.key(of: line.path)] = line }
        }
        references.manifests = Set(named.keys)
        let unread = named.filter { !known.manifests.contains($0.key) && $0.value.live.files > 0 }.map(\.value)
        let entries = try await unread.mapConcurrently(limit: 8) { manifest in
            try await passing(isLenient) { try await content(of: manifest).entries }
        }
        for entry in entries.compactMap({ $0 }).joined() where entry.isLive {
            // A file outside of our store is none of ours, needed or not.
            if let key = try? folder.key(of: entry.file.path) { references.files.insert(key) }
        }
        return references
    }

    private func passing<Value: Sendable>(
        _ isLenient: Bool, _ body: () async throws -> Value
    ) async throws -> Value? {
        do {
            return try await body()
        } catch let failure as Failure where isLenient && failure.kind == .notFound {
            return nil
        }
    }
}
