import Avro
import Foundations
import Parquet
import TestSupport

@testable import Lakehouse

/// 2026-11-25T10:00:00Z.
let morning = Timestamp(microseconds: 1_795_600_800_000_000)
let testFolder = TableFolder(root: "memory://store", folder: "pets")

let petFields = [
    FieldRequest("objecttypeid", .string, isRequired: true),
    FieldRequest("objectid", .int64, isRequired: true, comment: "HubSpot's id"),
    FieldRequest("name", .string), FieldRequest("weight", .double),
]

func petSchema(_ more: [FieldRequest] = []) throws -> TableSchema {
    try TableSchema.evolve(nil, to: petFields + more, key: ["objecttypeid", "objectid"])
}

/// A file that exists only on paper.
func paperFile(_ name: String, rows: Int = 10, partition: String? = nil) -> DataFile {
    var file = DataFile(path: "memory://store/pets/data/\(name).parquet", recordCount: rows, byteCount: rows * 100)
    if let partition { file.partition = [.string(partition)] }
    return file
}

/// The rows `ids` of one object type, with the columns of ``petFields``.
func petBatch(_ type: String, _ ids: some Sequence<Int64>) -> ColumnBatch {
    var batch = ColumnBatch(columns: petFields.map { Column($0.name, $0.type, isRequired: $0.isRequired) })
    for id in ids {
        batch.vectors[0].append(type)
        batch.vectors[1].append(id)
        if id % 3 == 0 { batch.vectors[2].appendNull() } else { batch.vectors[2].append("größe \(id)") }
        batch.vectors[3].append(Double(id) / 4)
    }
    return batch
}

/// The rows of a table as sorted texts, for comparing.
func rows(of table: LakehouseTable) async throws -> [String] {
    var rows: [String] = []
    for try await batch in try await table.read() {
        for row in 0..<batch.rowCount {
            rows.append(
                batch.vectors.map { vector in
                    if vector.isNull(row) { return "-" }
                    return switch vector.type {
                    case .string: vector.string(row) ?? "-"
                    case .int64, .timestamp: String(vector.int64s[row])
                    case .double: String(vector.doubles[row])
                    default: "?"
                    }
                }.joined(separator: "|"))
        }
    }
    return rows.sorted()
}
