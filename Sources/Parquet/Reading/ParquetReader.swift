/// Reads a Parquet file that lies in memory: our own and those of other engines, as far as the columns are flat and of our types.
///
/// Nothing in the bytes is trusted: damage throws ``ParquetError``. Pages are decoded only when they are asked for.
public struct ParquetReader: Sendable {
    /// How much a file may ask for before it is refused, since a few bytes can claim to be terabytes.
    public struct Limits: Sendable, Hashable {
        /// Rows of one row group.
        public var rowGroupRowCount = 1 << 26
        /// Bytes of one page, before or after decompression.
        public var pageByteCount = 1 << 29
        /// Text bytes of one column in one row group, decoded.
        public var columnByteCount = 1 << 32

        /// The defaults: far beyond what engines write.
        public init() {}
    }

    /// Some rows of the file.
    public struct RowGroup: Sendable, Hashable {
        /// Rows in the group.
        public var rowCount: Int
        /// Bytes that the group's columns take in the file.
        public var compressedByteCount: Int
        /// What the footer says of each readable column, by name.
        public var statistics: [String: ColumnStatistics]
    }

    /// A column of the file that is nested or of a type that hublake does not have.
    public struct UnreadableColumn: Sendable, Hashable {
        /// The column's name.
        public var name: String
        /// The column's Iceberg field id; 0 for none.
        public var fieldID: Int32
        /// Why it cannot be read.
        public var reason: String
    }

    /// The columns that can be read, in the file's order.
    public let columns: [Column]
    /// The file's other columns, which another engine has added.
    public let unreadableColumns: [UnreadableColumn]
    /// Rows in the file.
    public let rowCount: Int
    /// The row groups, in order.
    public let rowGroups: [RowGroup]
    /// The writer's notes; of a key that occurs twice, the first.
    public let metadata: [String: String]
    /// The program that wrote the file, in its own words.
    public let createdBy: String?

    private var bytes: [UInt8]
    /// Where `bytes` begin in the file.
    private var start: Int
    let limits: Limits
    let schema: FileSchema
    let chunks: [[ColumnChunkMetadata]]

    /// Reads the footer of the file `bytes`. Throws `corrupt` or `unsupported`.
    public init(_ bytes: [UInt8], limits: Limits = .init()) throws(ParquetError) {
        try self.init(try Footer.decode(bytes), bytes, start: 0, limits)
    }

    init(_ footer: FileMetadata, _ bytes: [UInt8], start: Int, _ limits: Limits) throws(ParquetError) {
        let schema = try FileSchema(footer.schema)
        self.bytes = bytes
        self.start = start
        self.limits = limits
        self.schema = schema
        columns = schema.leaves.map(\.stored.column)
        unreadableColumns = schema.unreadable
        metadata = Dictionary(footer.keyValues.map { ($0.key, $0.value ?? "") }) { first, _ in first }
        createdBy = footer.createdBy
        let isOurs = footer.createdBy == "hublake"
        var groups: [RowGroup] = []
        var total = 0
        for (index, group) in footer.rowGroups.enumerated() {
            do {
                let described = try Self.describe(group, schema, footer.hasTypeDefinedOrder, limits, isOurs: isOurs)
                groups.append(described)
                total += described.rowCount
            } catch { throw error.within("row group \(index)") }
        }
        guard total == Int(exactly: footer.rowCount) else {
            throw .corrupt("the footer counts other rows than its row groups have")
        }
        rowGroups = groups
        rowCount = total
        chunks = footer.rowGroups.map(\.columns)
    }

    /// The same file, of which other bytes lie in memory.
    init(_ other: ParquetReader, bytes: [UInt8], start: Int) {
        self = other
        self.bytes = bytes
        self.start = start
    }

    /// Reads one row group. `names` chooses columns (nil for all); the batch keeps the file's order.
    ///
    /// Throws `invalid` for a row group or name that the file does not have, `unsupported` where a chosen column cannot be read,
    /// `corrupt` for damage.
    public func read(rowGroup index: Int, columns names: Set<String>? = nil) throws(ParquetError) -> ColumnBatch {
        guard rowGroups.indices.contains(index) else { throw .invalid("the file has no row group \(index)") }
        let leaves = try choose(names)
        var batch = ColumnBatch(columns: leaves.map(\.stored.column))
        for (position, leaf) in leaves.enumerated() {
            let reader = ColumnChunkReader(
                file: bytes, start: start, stored: leaf.stored, metadata: chunks[index][leaf.index],
                rowCount: rowGroups[index].rowCount, limits: limits)
            do { batch.vectors[position] = try reader.read() } catch {
                throw error.within("column '\(leaf.stored.column.name)'").within("row group \(index)")
            }
        }
        return batch
    }

    /// Reads all row groups into one batch; see ``read(rowGroup:columns:)``.
    public func readAll(columns names: Set<String>? = nil) throws(ParquetError) -> ColumnBatch {
        var all = ColumnBatch(columns: try choose(names).map(\.stored.column))
        for index in rowGroups.indices { all.append(try read(rowGroup: index, columns: names)) }
        return all
    }

    /// The row groups that may hold a row which passes all of `predicates`, going by the footer. Never leaves out one that does.
    ///
    /// Throws `invalid` where a predicate's column is not there or of another type.
    public func rowGroups(matching predicates: ColumnPredicate...) throws(ParquetError) -> [Int] {
        for predicate in predicates {
            guard let column = columns.first(where: { $0.name == predicate.column }) else {
                throw .invalid("the file has no readable column '\(predicate.column)'")
            }
            guard predicate.test.operand?.fits(column.type) ?? true else {
                throw .invalid("column '\(predicate.column)' is compared with a value of another type")
            }
        }
        return rowGroups.indices.filter { index in
            let group = rowGroups[index]
            return group.rowCount > 0
                && predicates.allSatisfy { predicate in
                    group.statistics[predicate.column].map { predicate.mayMatch($0, rowCount: group.rowCount) } ?? true
                }
        }
    }

    private func choose(_ names: Set<String>?) throws(ParquetError) -> [FileSchema.Leaf] {
        for column in unreadableColumns where names?.contains(column.name) ?? true {
            throw .unsupported(column.reason).within("column '\(column.name)'")
        }
        guard let names else { return schema.leaves }
        let leaves = schema.leaves.filter { names.contains($0.stored.column.name) }
        if let missing = names.subtracting(leaves.map(\.stored.column.name)).sorted().first {
            throw .invalid("the file has no column '\(missing)'")
        }
        return leaves
    }

    private static func describe(
        _ group: RowGroupMetadata, _ schema: FileSchema, _ hasTypeDefinedOrder: [Bool], _ limits: Limits, isOurs: Bool
    ) throws(ParquetError) -> RowGroup {
        guard group.columns.count == schema.leafCount else { throw .corrupt("other columns than the schema has") }
        guard group.rowCount <= limits.rowGroupRowCount else {
            throw .unsupported("\(group.rowCount) rows in one group")
        }
        var statistics: [String: ColumnStatistics] = [:]
        var byteCount: Int64 = 0
        for chunk in group.columns { byteCount &+= chunk.compressedByteCount }
        for leaf in schema.leaves {
            let chunk = group.columns[leaf.index]
            let isOrdered =
                hasTypeDefinedOrder.indices.contains(leaf.index) ? hasTypeDefinedOrder[leaf.index] : false
            statistics[leaf.stored.column.name] = ColumnStatistics(
                chunk, leaf.stored, hasTypeDefinedOrder: isOrdered, isOurs: isOurs)
        }
        return RowGroup(
            rowCount: Int(group.rowCount), compressedByteCount: Int(truncatingIfNeeded: byteCount),
            statistics: statistics)
    }
}
