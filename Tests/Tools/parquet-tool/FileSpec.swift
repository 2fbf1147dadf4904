import Parquet

/// A file to write: columns, rows of texts (null for null) and options, as JSON.
struct FileSpec: Decodable {
    struct ColumnSpec: Decodable {
        var name: String
        var type: String
        var required: Bool?
        var fieldID: Int32?

        func column() throws -> Column {
            Column(name, try ColumnType(parsing: type), isRequired: required ?? false, fieldID: fieldID ?? 0)
        }
    }

    var columns: [ColumnSpec]
    var rows: [[String?]]
    var codec: String?
    var level: Int32?
    var rowGroupRows: Int?
    var rowGroupBytes: Int?
    var pageBytes: Int?
    var dictionaryBytes: Int?
    var boundBytes: Int?
    var metadata: [String: String]?
    /// Rows of a batch; all in one where it is left out.
    var batchRows: Int?

    func write() throws -> ParquetFile {
        let columns = try columns.map { try $0.column() }
        var writer = ParquetWriter(columns: columns, options: try options())
        var start = 0
        while start < rows.count {
            let end = min(rows.count, start + max(1, batchRows ?? rows.count))
            var batch = ColumnBatch(columns: columns)
            for row in rows[start..<end] {
                for (index, text) in row.enumerated() { try Cell.append(text, to: &batch.vectors[index]) }
            }
            try writer.append(batch)
            start = end
        }
        return try writer.finish()
    }

    private func options() throws -> ParquetWriter.Options {
        var options = ParquetWriter.Options()
        switch codec {
        case nil: break
        case "zstd": options.codec = .zstd(level: level ?? 1)
        case "gzip": options.codec = .gzip(level: level ?? 6)
        case "uncompressed": options.codec = .uncompressed
        default: throw ToolError("unknown codec")
        }
        if let rowGroupRows { options.rowGroupRowLimit = rowGroupRows }
        if let rowGroupBytes { options.rowGroupByteLimit = rowGroupBytes }
        if let pageBytes { options.pageByteTarget = pageBytes }
        if let dictionaryBytes { options.dictionaryByteLimit = dictionaryBytes }
        if let boundBytes { options.boundByteLimit = boundBytes }
        options.metadata = metadata ?? [:]
        return options
    }
}

extension ColumnType {
    /// `int64`, `timestamp`, `decimal(18,4)`.
    init(parsing text: String) throws {
        let simple: [String: ColumnType] = [
            "boolean": .boolean, "int32": .int32, "int64": .int64, "double": .double, "string": .string, "date": .date,
            "timestamp": .timestamp,
        ]
        if let type = simple[text] {
            self = type
            return
        }
        let digits = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard text.hasPrefix("decimal("), digits.count == 2 else { throw ToolError("unknown column type") }
        self = .decimal(precision: digits[0], scale: digits[1])
    }

    var text: String {
        switch self {
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        default: "\(self)"
        }
    }
}
