import Foundations
import ObjectStore
import Parquet

/// A data file in the store, of which only what is read is fetched.
struct StoredParquet: Sendable {
    let reader: ParquetReader
    /// Nil when the whole file lies in memory.
    private let remote: Remote?

    private struct Remote: Sendable {
        var store: any ObjectStore
        var key: String
    }

    /// Smaller files are fetched whole: two calls would cost more than the bytes.
    static let wholeByteLimit = 1 << 20
    /// What is fetched of a file's end at first: enough for most footers.
    private static let tailByteCount = 64 << 10

    /// - Parameter fields: ids of the columns that are going to be read; nil for all.
    init(_ file: DataFile, at key: String, in store: any ObjectStore, fields: Set<Int32>?) async throws {
        guard Self.paysInParts(file, fields) else {
            reader = try ParquetReader(try await store.get(key).body)
            remote = nil
            return
        }
        let size = file.byteCount
        var tail = try await store.get(key, range: max(0, size - Self.tailByteCount)..<size)
        guard tail.size == size else {
            throw Failure(.invalidData, "cannot read \(key)", why: "it has another size than its manifest says")
        }
        let footer = try ParquetReader.footerByteCount(tail: tail.body)
        if footer > tail.body.count { tail = try await store.get(key, range: max(0, size - footer)..<size) }
        reader = try ParquetReader(tail: tail.body, fileByteCount: size)
        remote = Remote(store: store, key: key)
    }

    func read(rowGroup: Int, columns: Set<String>) async throws -> ColumnBatch {
        guard let remote, !columns.isEmpty else { return try reader.read(rowGroup: rowGroup, columns: columns) }
        let range = try reader.byteRange(rowGroup: rowGroup, columns: columns)
        let part = try await remote.store.get(remote.key, range: range)
        return try reader.read(rowGroup: rowGroup, columns: columns, from: part.body, startingAt: range.lowerBound)
    }

    /// Whether the wanted columns are less than half of a file that is not small.
    private static func paysInParts(_ file: DataFile, _ fields: Set<Int32>?) -> Bool {
        guard let fields, file.byteCount > wholeByteLimit, !file.columnByteCounts.isEmpty else { return false }
        return fields.reduce(0) { $0 + (file.columnByteCounts[$1] ?? 0) } < file.byteCount / 2
    }
}
