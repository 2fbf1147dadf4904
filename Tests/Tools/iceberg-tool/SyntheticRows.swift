import Foundations
import Lakehouse
import ObjectStore
import Parquet

/// Large tables for benchmarks, made here since a script of a million rows would take longer than the work.
///
/// `{"do": "fill", "count": rows, …}` appends rows with ids from 0; `{"do": "touch", "step": n, "count": rows, …}` gives every n-th of them
/// new values, by position deletes. The first key column is the id; all other columns hold made-up values.
extension Command {
    func fill(onto base: LakehouseTable?, in store: any ObjectStore) async throws -> JSONValue {
        let schema = try TableSchema.evolve(base?.schema, to: fields(), key: texts("key"))
        var writer = DataFileWriter(schema: schema, folder: table, store: store, runID: runID())
        let count = try number("count")
        for start in stride(from: 0, to: count, by: 10_000) {
            try await writer.append(synthetic(schema, ids: (start..<min(count, start + 10_000)).map { $0 }, version: 0))
        }
        let change = TableChange(schema: schema, operation: .append, addedFiles: try await writer.finish())
        return answer(try await commit(change, onto: base, in: store))
    }

    func touch(_ table: LakehouseTable, in store: any ObjectStore) async throws -> JSONValue {
        let step = try number("step")
        let ids = try (0..<number("count")).map { $0 * step }
        let batch = synthetic(table.schema, ids: ids, version: table.version)
        let rows = try await table.locate(RowKeys(texts("key")[0], ids.map { Int64($0) }))
        let removal = try await table.remove(rows, by: .positionDeletes, runID: runID())
        var writer = DataFileWriter(schema: table.schema, folder: self.table, store: store, runID: runID())
        try await writer.append(batch)
        let files = try await writer.finish()
        let change = TableChange(schema: table.schema, operation: .rowDelta(removal), addedFiles: files)
        var answer = answer(try await commit(change, onto: table, in: store)).object ?? JSONObject()
        answer["found"] = .integer(rows.rowCount)
        answer["bytes"] = .integer(files.reduce(removal.writtenByteCount) { $0 + $1.byteCount })
        return .object(answer)
    }

    private func synthetic(_ schema: TableSchema, ids: [Int], version: Int) -> ColumnBatch {
        var batch = ColumnBatch(columns: schema.columns)
        for (place, column) in schema.columns.enumerated() {
            for id in ids {
                var generator = Mixer(state: UInt64(id) << 20 ^ UInt64(place) << 8 ^ UInt64(version))
                let value = generator.next()
                switch column.type {
                case .int64 where place == 0: batch.vectors[place].append(Int64(id))
                case .int64: batch.vectors[place].append(Int64(value % 1_000_000))
                case .double: batch.vectors[place].append(Double(value % 100_000) / 100)
                case .timestamp: batch.vectors[place].append(Int64(1_790_000_000_000_000 + value % 30_000_000_000_000))
                case .string where place % 3 == 0: batch.vectors[place].append("option \(value % 40)")
                case .string where value % 10 < 4 && !column.isRequired: batch.vectors[place].appendNull()
                case .string: batch.vectors[place].append("person\(value % 5_000_000)@example.com")
                default: batch.vectors[place].appendNull()
                }
            }
        }
        return batch
    }

    private func number(_ name: String) throws -> Int {
        guard let value = json[name]?.integer.flatMap(Int.init(exactly:)), value > 0 else {
            throw ToolError("\(name) must be a number")
        }
        return value
    }
}

/// SplitMix64's mixing of one number.
private struct Mixer {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
