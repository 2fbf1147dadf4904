import Foundations
import Lakehouse
import ObjectStore
import Parquet

/// One command of a script.
///
/// `{"do": "append" | "replaceAll" | "replacePartitions" | "metadataOnly" | "read", "table": …, "fields": [{"name", "type", "required",
/// "comment"}], "key": […], "partition": column, "partitions": [values], "rows": [{…}], "properties": {…}, "summary": {…},
/// "comment": …, "at": time, "batch": rows of a batch, "fileBytes": target size}`
struct Command {
    let json: JSONValue
    let table: String

    init(_ json: JSONValue) throws {
        self.json = json
        guard let table = json["table"]?.string else { throw ToolError("a command without a table") }
        self.table = table
    }

    func run(in store: any ObjectStore) async throws -> JSONValue {
        let base = try await LakehouseTable.load(folder: table, from: store)
        switch json["do"]?.string {
        case "read": return try await read(base)
        case "maintain": return try await maintain(in: store)
        case "erase": return try await erase(in: store)
        case "fill": return try await fill(onto: base, in: store)
        case "touch":
            guard let base else { throw ToolError("no such table") }
            return try await touch(base, in: store)
        case "upsert":
            guard let base else { throw ToolError("no such table") }
            return try await upsert(onto: base, in: store)
        default: return try await write(onto: base, in: store)
        }
    }

    private func write(onto base: LakehouseTable?, in store: any ObjectStore) async throws -> JSONValue {
        let schema = try TableSchema.evolve(base?.schema, to: fields(), key: texts("key"))
        var writer = DataFileWriter(
            schema: schema, partitionColumn: json["partition"]?.string, folder: table, store: store, runID: runID(),
            targetByteCount: json["fileBytes"]?.integer.map(Int.init) ?? 128 << 20)
        for batch in try batches(schema) { try await writer.append(batch) }
        let digest = writer.digest.description
        var change = TableChange(
            schema: schema, partitionColumn: json["partition"]?.string, operation: try operation(),
            addedFiles: try await writer.finish(), comment: json["comment"]?.string)
        change.properties = dictionary("properties")
        change.summary = dictionary("summary")
        change.cursor = json["cursor"]?.string
        var answer = answer(try await commit(change, onto: base, in: store)).object ?? JSONObject()
        answer["digest"] = .string(digest)
        answer["files"] = .integer(change.addedFiles.count)
        return .object(answer)
    }

    func commit(
        _ change: TableChange, onto base: LakehouseTable?, in store: any ObjectStore
    ) async throws -> LakehouseTable {
        var generator = SystemRandomNumberGenerator()
        return try await LakehouseTable.commit(
            change, onto: base, folder: table, to: store, at: time, using: &generator)
    }

    private func read(_ table: LakehouseTable?) async throws -> JSONValue {
        guard let table else { throw ToolError("no such table") }
        var rows: [JSONValue] = []
        for try await batch in try await table.read() {
            for row in 0..<batch.rowCount {
                var object = JSONObject()
                for (column, vector) in zip(batch.columns, batch.vectors) {
                    object[column.name] = Cell.json(vector, row)
                }
                rows.append(.object(object))
            }
        }
        return ["rows": .array(rows)]
    }

    // MARK: Parts of a command

    func fields() throws -> [FieldRequest] {
        try (json["fields"]?.array ?? []).map { field in
            guard let name = field["name"]?.string, let type = field["type"]?.string.flatMap(Cell.type) else {
                throw ToolError("a field without name or type")
            }
            return FieldRequest(
                name, type, isRequired: field["required"]?.boolean ?? false, comment: field["comment"]?.string)
        }
    }

    private func operation() throws -> TableChange.Operation {
        switch json["do"]?.string {
        case "append": return .append
        case "replaceAll": return .replaceAll
        case "replacePartitions": return .replacePartitions(Set(texts("partitions")))
        case "metadataOnly": return .metadataOnly
        default: throw ToolError("an unknown command")
        }
    }

    /// The rows in batches of at most `batch` rows; a new batch begins where the partition changes.
    func batches(
        _ schema: TableSchema, of rows: String = "rows", columns: Set<String>? = nil
    ) throws -> [ColumnBatch] {
        let limit = json["batch"]?.integer.map(Int.init) ?? Int.max
        let wanted = try columns ?? Set(fields().map(\.name))
        let columns = schema.columns.filter { wanted.contains($0.name) }
        var batches: [ColumnBatch] = []
        var partition: JSONValue?
        for row in json[rows]?.array ?? [] {
            let value = json["partition"]?.string.flatMap { row[$0] }
            if batches.isEmpty || value != partition || (batches.last?.rowCount ?? 0) >= limit {
                batches.append(ColumnBatch(columns: columns))
                partition = value
            }
            for (place, column) in columns.enumerated() {
                try Cell.append(row[column.name] ?? .null, to: &batches[batches.count - 1].vectors[place])
            }
        }
        return batches
    }

    private var time: Timestamp {
        json["at"]?.string.flatMap { Timestamp(iso8601: $0) } ?? SystemWallClock().now()
    }

    func runID() -> RunID {
        var generator = SystemRandomNumberGenerator()
        return RunID(start: time, using: &generator)
    }

    func texts(_ name: String) -> [String] { (json[name]?.array ?? []).compactMap(\.string) }

    func dictionary(_ name: String) -> [String: String] {
        let members = json[name]?.object?.members ?? []
        return Dictionary(members.compactMap { pair in pair.value.string.map { (pair.name, $0) } }) { $1 }
    }
}
