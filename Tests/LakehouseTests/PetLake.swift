import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

/// A table of pets that tests change as a sync does, beside a model of what must be in it.
struct PetLake {
    let store: any ObjectStore
    let clock: ManualClock
    /// Whether the object type divides the files.
    var isPartitioned = false
    var table: LakehouseTable?
    /// Weight by object type and id.
    var model: [String: [Int64: Double]] = [:]

    init(_ store: any ObjectStore, clock: ManualClock = ManualClock(morning), isPartitioned: Bool = false) {
        self.store = store
        self.clock = clock
        self.isPartitioned = isPartitioned
    }

    var partitionColumn: String? { isPartitioned ? "objecttypeid" : nil }

    func runID() -> RunID {
        var generator = SystemRandomNumberGenerator()
        return RunID(start: clock.now(), using: &generator)
    }

    func writer(bytes: Int = 128 << 20) throws -> DataFileWriter {
        DataFileWriter(
            schema: try petSchema(), partitionColumn: partitionColumn, folder: "pets", store: store, runID: runID(),
            targetByteCount: bytes)
    }

    /// Writes new versions of some rows, and takes others out, in one commit; the clock then moves.
    mutating func change(
        _ type: String, set changed: [Int64: Double], remove removed: Set<Int64> = [],
        by strategy: WriteStrategy = .positionDeletes, step: Duration = .seconds(300)
    ) async throws {
        var writer = try writer()
        var removal: RowRemoval?
        if let table {
            var keys = RowKeys(columns: ["objecttypeid", "objectid"])
            keys.insert(batch(type, Set(changed.keys).union(removed).map { ($0, 0) }))
            let rows = try await table.locate(keys, partition: isPartitioned ? type : nil)
            removal = try await table.remove(rows, by: strategy, runID: runID()) { try await writer.append($0) }
        }
        try await writer.append(batch(type, changed.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        let files = try await writer.finish()
        try await commit(removal.map { .rowDelta($0) } ?? .append, files)
        for (id, weight) in changed { model[type, default: [:]][id] = weight }
        for id in removed { model[type]?[id] = nil }
        clock.advance(by: step)
    }

    mutating func commit(_ operation: TableChange.Operation, _ files: [DataFile]) async throws {
        var generator = SystemRandomNumberGenerator()
        let change = try TableChange(
            schema: table?.schema ?? petSchema(), partitionColumn: partitionColumn, operation: operation,
            addedFiles: files, cursor: "cursor \(clock.now().iso8601)")
        table = try await LakehouseTable.commit(
            change, onto: table, folder: "pets", to: store, at: clock.now(), using: &generator)
    }

    func batch(_ type: String, _ rows: [(Int64, Double)]) -> ColumnBatch {
        var batch = ColumnBatch(columns: petFields.map { Column($0.name, $0.type, isRequired: $0.isRequired) })
        for (id, weight) in rows {
            batch.vectors[0].append(type)
            batch.vectors[1].append(id)
            batch.vectors[2].append("pet \(id)")
            batch.vectors[3].append(weight)
        }
        return batch
    }

    /// The same lake in a store of its own, each object as old as here.
    func copy() async throws -> PetLake {
        let times = ManualClock(morning)
        let copies = MemoryStore(name: String(store.location.dropFirst("memory://".count)), clock: times)
        let objects = try await store.listAll("").sorted { ($0.lastModified ?? morning) < ($1.lastModified ?? morning) }
        for object in objects {
            times.advance(to: object.lastModified ?? morning)
            try await copies.put(object.key, try await store.get(object.key).body, if: .absent)
        }
        times.advance(to: clock.now())
        var copy = PetLake(copies, clock: times, isPartitioned: isPartitioned)
        copy.model = model
        try await copy.reload()
        return copy
    }

    mutating func reload() async throws { table = try await LakehouseTable.load(folder: "pets", from: store) }

    func maintenance(_ settings: MaintenanceSettings = MaintenanceSettings()) -> TableMaintenance {
        TableMaintenance(folder: "pets", store: store, settings: settings, runID: runID(), clock: clock)
    }

    @discardableResult
    mutating func maintain(
        _ scope: MaintenanceScope = .usual, _ settings: MaintenanceSettings = MaintenanceSettings(),
        isDryRun: Bool = false
    ) async throws -> MaintenanceOutcome {
        let outcome = try await maintenance(settings).run(scope, now: clock.now(), isDryRun: isDryRun)
        try await reload()
        return outcome
    }

    /// Expects the table to hold the model's rows, each once, and to count them right.
    func expectModel(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let table = try #require(try await LakehouseTable.load(folder: "pets", from: store))
        let wanted = model.flatMap { type, pets in pets.map { "\(type)|\($0)|pet \($0)|\($1)" } }.sorted()
        let found = try await rows(of: table)
        #expect(found == wanted, comment, sourceLocation: sourceLocation)
        #expect(table.currentSnapshot?.totals.rows == wanted.count, comment, sourceLocation: sourceLocation)
    }
}

extension ManualClock {
    /// Moves the clock to `time`, which is not before now.
    func advance(to time: Timestamp) { advance(by: .microseconds(time.microseconds - now().microseconds)) }
}
