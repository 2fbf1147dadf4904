import Foundations
import Lakehouse
import ObjectStore
import Parquet

/// The commands that change rows in place and look after the table.
///
/// `{"do": "upsert", "rows": […], "remove": [{key columns}], "strategy": "copyOnWrite" | "positionDeletes", …}` as for other commands;
/// `{"do": "maintain", "scope": ["compaction", "expiry", "orphans", "versions"], "now": time, "keepSeconds", "keepCount", "orphanSeconds",
/// "fileCount", "dryRun", "due": only what is due}`; `{"do": "erase", "column": …, "ids": […]}`.
extension Command {
    func upsert(onto table: LakehouseTable, in store: any ObjectStore) async throws -> JSONValue {
        let schema = try TableSchema.evolve(table.schema, to: fields(), key: texts("key"))
        var writer = DataFileWriter(
            schema: schema, partitionColumn: json["partition"]?.string, folder: self.table, store: store,
            runID: runID())
        var keys = RowKeys(columns: texts("key"))
        let changed = try batches(schema)
        for batch in try changed + batches(schema, of: "remove", columns: Set(texts("key"))) { keys.insert(batch) }
        let rows = try await table.locate(keys)
        let strategy: WriteStrategy = json["strategy"] == "copyOnWrite" ? .copyOnWrite : .positionDeletes
        let removal = try await table.remove(rows, by: strategy, runID: runID()) { try await writer.append($0) }
        for batch in changed { try await writer.append(batch) }
        var change = TableChange(
            schema: schema, partitionColumn: json["partition"]?.string, operation: .rowDelta(removal),
            addedFiles: try await writer.finish(), cursor: json["cursor"]?.string)
        change.summary = dictionary("summary")
        return answer(try await commit(change, onto: table, in: store))
    }

    func maintain(in store: any ObjectStore) async throws -> JSONValue {
        var settings = MaintenanceSettings()
        if let seconds = json["keepSeconds"]?.integer {
            settings.retention.keepAllFor = .seconds(seconds)
            settings.retention.dailyFor = 0
        }
        if let count = json["keepCount"]?.integer { settings.retention.minimumCount = Int(count) }
        if let seconds = json["orphanSeconds"]?.integer { settings.orphanAge = .seconds(seconds) }
        if let count = json["fileCount"]?.integer { settings.compaction.fileCount = Int(count) }
        let scopes: [String: MaintenanceScope] = [
            "compaction": .compaction, "expiry": .expiry, "orphans": .orphans, "versions": .versions,
        ]
        let scope = texts("scope").reduce(into: MaintenanceScope()) { $0.formUnion(scopes[$1] ?? []) }
        let now = json["now"]?.string.flatMap { Timestamp(iso8601: $0) } ?? SystemWallClock().now()
        var due: MaintenanceScope?
        if json["due"]?.boolean == true, let newest = try await LakehouseTable.load(folder: table, from: store) {
            due = newest.dueMaintenance(settings, now: now)
        }
        let maintenance = TableMaintenance(
            folder: table, store: store, settings: settings, runID: runID(), clock: SystemWallClock())
        let outcome = try await maintenance.run(
            due ?? (json["scope"] == nil ? .usual : scope), now: now, isDryRun: json["dryRun"]?.boolean ?? false)
        return try await answer(outcome, in: store)
    }

    func erase(in store: any ObjectStore) async throws -> JSONValue {
        let ids = (json["ids"]?.array ?? []).compactMap(\.integer)
        let erasure = Erasure(folder: table, store: store, runID: runID(), clock: SystemWallClock())
        return try await answer(erasure.erase([RowKeys(json["column"]?.string ?? "", ids)]), in: store)
    }

    private func answer(_ outcome: MaintenanceOutcome, in store: any ObjectStore) async throws -> JSONValue {
        guard let table = try await LakehouseTable.load(folder: table, from: store) else {
            throw ToolError("no such table")
        }
        var object = answer(table).object ?? JSONObject()
        object["rewritten"] = .integer(outcome.rewritten.objects)
        object["written"] = .integer(outcome.written.objects)
        object["expiredSnapshots"] = .integer(outcome.expiredSnapshots)
        object["freed"] = .integer(outcome.freed.objects)
        return .object(object)
    }

    func answer(_ table: LakehouseTable) -> JSONValue {
        [
            "version": .integer(table.version), "metadata": .string(table.metadataLocation),
            "snapshot": table.currentSnapshot.map { .integer($0.id) } ?? .null,
            "rows": table.currentSnapshot?.totals.rows.map { .integer($0) } ?? .null,
            "cursor": table.cursor.map { .string($0) } ?? .null,
        ]
    }
}
