import Parquet
import TestSupport

/// Random columns and rows for the round-trip and corruption tests.
enum RandomTables {
    static let types: [ColumnType] = [
        .boolean, .int32, .int64, .double, .string, .date, .timestamp, .decimal(precision: 9, scale: 2),
        .decimal(precision: 18, scale: 4), .decimal(precision: 38, scale: 10),
    ]

    static func batch(rowCount: Int, columns count: Int, using generator: inout SeededGenerator) -> ColumnBatch {
        let columns = (0..<count).map { index in
            Column(
                "c\(index)", types.randomElement(using: &generator) ?? .int64,
                isRequired: generator.chance(0.3), fieldID: Int32(index + 1))
        }
        return batch(columns, rowCount: rowCount, using: &generator)
    }

    static func batch(_ columns: [Column], rowCount: Int, using generator: inout SeededGenerator) -> ColumnBatch {
        var batch = ColumnBatch(columns: columns)
        for (index, column) in columns.enumerated() {
            let shares: [Double] = column.isRequired ? [0] : [0, 0.1, 0.9, 1]
            let nullShare = shares.randomElement(using: &generator) ?? 0
            let isRepetitive = generator.chance(0.5)
            for row in 0..<rowCount {
                if generator.chance(nullShare) {
                    batch.vectors[index].appendNull()
                } else if isRepetitive, row > 0, generator.chance(0.8) {
                    let earlier = Int.random(in: max(0, row - 5)..<row, using: &generator)
                    let vector = batch.vectors[index]
                    batch.vectors[index].append(vector, row: earlier)
                } else {
                    append(to: &batch.vectors[index], using: &generator)
                }
            }
        }
        return batch
    }

    private static func append(to vector: inout ColumnVector, using generator: inout SeededGenerator) {
        switch vector.type {
        case .boolean: vector.append(Bool.random(using: &generator))
        case .int32, .date:
            vector.append(
                [Int32.min, .max, 0, .random(in: .min ... .max, using: &generator)].randomElement(using: &generator)
                    ?? 0)
        case .int64, .timestamp:
            vector.append(
                [Int64.min, .max, 0, .random(in: .min ... .max, using: &generator)].randomElement(using: &generator)
                    ?? 0)
        case .double:
            let doubles = [Double.nan, .infinity, -.infinity, 0, -0.0, .random(in: -1e9...1e9, using: &generator)]
            vector.append(doubles.randomElement(using: &generator) ?? 0)
        case .string:
            let characters: [Character] = ["a", "b", "ä", "漢", "😀", "\u{0}", "\u{10FFFF}"]
            let length = [0, 3, 70].randomElement(using: &generator) ?? 0
            vector.append(String((0..<length).map { _ in characters.randomElement(using: &generator) ?? "x" }))
        case .decimal(let precision, _):
            let limit = (0..<precision).reduce(Int128(1)) { power, _ in power * 10 }
            vector.append(Int128.random(in: (1 - limit)...(limit - 1), using: &generator))
        }
    }
}

/// Whether two batches hold the same cells, doubles by their bits.
func isSame(_ left: ColumnBatch, _ right: ColumnBatch) -> Bool {
    left.columns == right.columns && left.rowCount == right.rowCount
        && zip(left.vectors, right.vectors).allSatisfy { one, two in
            (0..<one.count).allSatisfy { one.isSame($0, as: two, $0) }
        }
}
