import Foundation
import Parquet

/// Writes and reads Parquet files for the tests that compare us with other engines.
///
///     parquet-tool write SPEC.json OUT.parquet
///     parquet-tool read IN.parquet
///     parquet-tool scan IN.parquet 'COLUMN OP VALUE'
@main
struct Main {
    static func main() {
        do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
            FileHandle.standardError.write(Data("parquet-tool: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("write", 3):
            let spec = try JSONDecoder().decode(FileSpec.self, from: try contents(arguments[1]))
            let file = try spec.write()
            try Data(file.bytes).write(to: URL(fileURLWithPath: arguments[2]))
            try show(FileReport(file))
        case ("read", 2):
            let reader = try ParquetReader([UInt8](try contents(arguments[1])))
            for index in reader.rowGroups.indices { try show(try reader.read(rowGroup: index)) { _, _ in true } }
        case ("describe", 2):
            try show(ReaderReport(try ParquetReader([UInt8](try contents(arguments[1])))))
        case ("scan", 3):
            let reader = try ParquetReader([UInt8](try contents(arguments[1])))
            let predicate = try ColumnPredicate(parsing: arguments[2], for: reader.columns)
            for index in try reader.rowGroups(matching: predicate) {
                let batch = try reader.read(rowGroup: index)
                try show(batch) { batch, row in
                    batch[predicate.column].map { predicate.matches($0, row) } ?? false
                }
            }
        default:
            throw ToolError("usage: parquet-tool write SPEC OUT | read IN | describe IN | scan IN 'COLUMN OP VALUE'")
        }
    }

    private static func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    private static func show(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }

    private static func show(_ batch: ColumnBatch, where isWanted: (ColumnBatch, Int) -> Bool) throws {
        var lines = ""
        for row in 0..<batch.rowCount where isWanted(batch, row) {
            let cells = zip(batch.columns, batch.vectors).map { column, vector in
                Cell.quoted(column.name) + ":" + Cell.json(vector, row)
            }
            lines += "{\(cells.joined(separator: ","))}\n"
        }
        FileHandle.standardOutput.write(Data(lines.utf8))
    }
}

struct ToolError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
