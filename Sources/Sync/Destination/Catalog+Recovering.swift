import Foundations
import Lakehouse
import ObjectStore

extension Catalog {
    /// The same with the associations that a first run read before it was interrupted: such a run comes to no catalog, and whole pairs
    /// need not be asked for again at once.
    func recovering(pairsIn store: any ObjectStore) async throws -> Catalog {
        guard runID == nil else { return self }
        let keys = try await store.listAll("associations_").map(\.key)
        let folders = Set(keys.compactMap { $0.split(separator: "/").first.map(String.init) })
        let found = try await folders.sorted().mapConcurrently(limit: 16) { folder in
            try await LakehouseTable.load(folder: folder, from: store).flatMap { Entry(folder, readWhole: $0) }
        }
        var catalog = self
        for entry in found.compactMap(\.self) { catalog.tables[entry.folder] = entry }
        return catalog
    }
}

extension Catalog.Entry {
    /// A table of associations whose cursor tells when all of them were read; nil where it does not.
    fileprivate init?(_ folder: String, readWhole table: LakehouseTable) {
        let cursor = TableCursor(table.cursor)
        guard let readAt = cursor.through(nil) else { return nil }
        let (rows, files, bytes) = table.totals
        self.init(
            folder: folder, metadataFile: table.metadataKey, snapshotID: table.currentSnapshot?.id, rows: rows,
            files: files, bytes: bytes, runID: cursor.run, allReadAt: readAt, checkedAt: readAt)
    }
}
