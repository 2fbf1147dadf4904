import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// Erases records that were deleted for good from every table that may hold something of them: from the current rows, from older
    /// snapshots and from object versions. That beats retention.
    ///
    /// Which records those are stands in `object_lifecycle`; the catalog says up to where they were erased, so that a run that was
    /// killed in between leaves the rest to the next.
    func eraseWhatWasPurged(_ catalog: Catalog, _ results: inout RunResults) async throws {
        let name = ObjectLifeCycleTable().definition.name
        let isToldOf = catalog.tables[name]?.metadataFile
        // This run has just looked at the table; where nothing was told since the last, it need not be opened again.
        let isPending = catalog.hasPendingErasure ?? false
        if !isPending, let seen = results.tables[name]?.entry.metadataFile, seen == isToldOf { return }
        guard let table = try await LakehouseTable.load(folder: name, from: store),
            isPending || table.metadataKey != isToldOf
        else { return }
        var told = PurgedRecords(since: catalog.erasedThrough)
        let columns: Set = ["objecttypeid", "objectid", "event", "mergedintoobjectid", "ingestedat"]
        for try await batch in try await table.read(columns: columns) { told.add(batch) }
        for (type, ids) in told.records.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try await erase(ids, of: type, catalog, &results)
        }
        if !results.hasPendingErasure { results.erasedThrough = told.last }
    }

    /// Erases records of one type; a table that refuses stops no other, and is tried again by the next run.
    private func erase(
        _ ids: Set<Int64>, of type: ObjectTypeID, _ catalog: Catalog, _ results: inout RunResults
    ) async throws {
        let names = results.names ?? catalog.names
        // Also those that this run is the first to finish.
        let known = Set(catalog.tables.keys).union(results.tables.keys)
        var traces: [String: [RowKeys]] = [:]
        if type == .contacts {
            // Before the erasure takes away what tells the addresses.
            traces =
                try await trying("their e-mail events", &results) { _ in
                    try await emailEvents(of: ids, names, known)
                } ?? [:]
        }
        for (folder, keys) in tablesOf(type, ids, names, known) {
            try await trying(folder, &results) { results in
                let erasure = Erasure(folder: folder, store: store, runID: id, clock: clock)
                let outcome = try await erasure.erase(keys + (traces[folder] ?? []))
                if let committed = outcome.committed { results.note(committed, in: folder) }
                guard outcome.leavesVersions else { return }
                throw Failure(
                    .authorization, "cannot remove older object versions", why: "they may not be listed",
                    remedy: "Allow s3:ListBucketVersions, or let a lifecycle rule remove versions that are not current."
                )
            }
        }
    }

    /// Does a part of an erasure; only an interruption is thrown, anything else is noted as pending.
    @discardableResult
    private func trying<Value>(
        _ part: String, _ results: inout RunResults, _ body: (inout RunResults) async throws -> Value
    ) async throws -> Value? {
        do {
            return try await body(&results)
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            results.hasPendingErasure = true
            let failure = Failure(error, while: "cannot erase it")
            results.warnings.append(
                "\(part): records that HubSpot deleted for good could not be erased; the next run tries again. \(failure)"
            )
            return nil
        }
    }

    /// The tables that may hold something of records of `type`, each with the keys that find it there.
    private func tablesOf(
        _ type: ObjectTypeID, _ ids: Set<Int64>, _ names: TableNames, _ known: Set<String>
    ) -> [(folder: String, keys: [RowKeys])] {
        var tables: [String: [RowKeys]] = [:]
        if let name = names[type]?.table { tables[name] = [RowKeys("objectid", ids)] }
        for (_, definition) in SharedRecordTables.definitions {
            tables[definition.name] = [RowKeys(of: ids, in: "objectid", partition: ("objecttypeid", type.rawValue))]
        }
        tables[CombinedAssociationsTable().definition.name] = [
            RowKeys(of: ids, in: "fromobjectid", partition: ("fromobjecttypeid", type.rawValue)),
            RowKeys(of: ids, in: "toobjectid", partition: ("toobjecttypeid", type.rawValue)),
        ]
        for pair in names.pairs where pair.from == type || pair.to == type {
            guard let key = AssociationsTable(pair: pair.pair, names: names)?.definition.primaryKey else { continue }
            tables[pair.table] =
                (pair.from == type ? [RowKeys(key[0], ids)] : []) + (pair.to == type ? [RowKeys(key[1], ids)] : [])
        }
        let named =
            [CombinedEventsTable.definition.name, ListMembershipsTable().definition.name] + names.events.map(\.table)
        for name in named {
            tables[name] = [RowKeys(of: ids, in: "objectid", partition: ("objecttypeid", type.rawValue))]
        }
        return tables.filter { known.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
