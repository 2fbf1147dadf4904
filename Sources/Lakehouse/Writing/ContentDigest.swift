public import Parquet

/// 128 bits that are equal for equal sets of rows, in whatever order and batches they come: the sum of the rows' hashes.
///
/// A null counts as nothing, so a new column that is null everywhere changes nothing. The hash is fast and well mixed, not
/// cryptographic: it tells changed data, not forged data. The value may be kept across versions of hublake.
public struct ContentDigest: Sendable, Hashable, CustomStringConvertible {
    /// Rows added.
    public private(set) var rowCount = 0
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private let excluded: Set<String>

    /// The digest of no rows.
    ///
    /// - Parameter excluded: names of columns that do not count.
    public init(excluding excluded: Set<String> = []) { self.excluded = excluded }

    /// The digest whose ``description`` is `text`; nil where it is none.
    public init?(_ text: String, excluding excluded: Set<String> = []) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, parts[0].utf8.count == 32, let rows = Int(parts[1]), rows >= 0,
            let high = UInt64(parts[0].prefix(16), radix: 16), let low = UInt64(parts[0].suffix(16), radix: 16)
        else { return nil }
        (self.high, self.low, rowCount, self.excluded) = (high, low, rows, excluded)
    }

    /// 32 hex digits and the number of rows: equal digests, equal texts.
    public var description: String { Self.hex(high) + Self.hex(low) + "-\(rowCount)" }

    /// The digest of `batch`.
    init(of batch: ColumnBatch, excluding excluded: Set<String>) {
        self.init(excluding: excluded)
        add(batch)
    }

    /// Adds the rows of another digest that leaves out the same columns.
    public mutating func add(_ other: ContentDigest) {
        let (sum, carried) = low.addingReportingOverflow(other.low)
        low = sum
        high = high &+ other.high &+ (carried ? 1 : 0)
        rowCount += other.rowCount
    }

    /// Adds all rows of `batch`; columns count by name.
    public mutating func add(_ batch: ColumnBatch) {
        var rows = [Lanes](repeating: Lanes(), count: batch.rowCount)
        for (column, vector) in zip(batch.columns, batch.vectors) where !excluded.contains(column.name) {
            vector.addHashes(seededBy: Self.seed(of: column.name), to: &rows)
        }
        for row in rows {
            let lowHash = ValueHash.mix(row.low, 0x9E37_79B9_7F4A_7C15)
            let highHash = ValueHash.mix(row.high, 0xC2B2_AE3D_27D4_EB4F)
            let (sum, carried) = low.addingReportingOverflow(lowHash)
            low = sum
            high = high &+ highHash &+ (carried ? 1 : 0)
        }
        rowCount += batch.rowCount
    }

    /// Two independent sums over a row's cells.
    struct Lanes: Sendable, Hashable {
        var low: UInt64 = 0x243F_6A88_85A3_08D3
        var high: UInt64 = 0x1319_8A2E_0370_7344
    }

    static func seed(of name: String) -> UInt64 {
        Array(name.utf8).withUnsafeBytes { ValueHash.of($0, seed: 0) }
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ColumnVector {
    /// Adds the hash of each row's cell to the row's lanes.
    func addHashes(seededBy seed: UInt64, to rows: inout [ContentDigest.Lanes]) {
        func add(_ word: (Int) -> UInt64) {
            for row in 0..<count where !isNull(row) {
                let hash = ValueHash.mix(word(row), seed)
                rows[row].low &+= hash
                rows[row].high &+= ValueHash.mix(hash, seed ^ 0xA076_1D64_78BD_642F)
            }
        }
        switch type {
        case .boolean: add { booleans[$0] ? 1 : 2 }
        case .int32, .date: add { UInt64(bitPattern: Int64(int32s[$0])) }
        case .int64, .timestamp: add { UInt64(bitPattern: int64s[$0]) }
        case .double: add { doubles[$0].isNaN ? 0x7FF8_0000_0000_0000 : doubles[$0].bitPattern }
        case .decimal:
            add {
                let value = decimals[$0]
                return ValueHash.mix(UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64) ^ seed)
            }
        case .string:
            stringBytes.withUnsafeBytes { bytes in
                add { ValueHash.of(UnsafeRawBufferPointer(rebasing: bytes[stringRange($0)]), seed: seed) }
            }
        }
    }
}
