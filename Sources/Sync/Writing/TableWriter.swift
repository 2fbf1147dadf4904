import Foundations
import Lakehouse
import ObjectStore
import Parquet

/// Appends one source's rows to the next state of a table.
struct TableWriter: Sendable {
    let table: String
    let partition: String?
    /// Digest of the rows that the table holds now; nil when they must be replaced in any case.
    let knownDigest: String?
    private let store: any ObjectStore
    private let newFiles: @Sendable () -> DataFileWriter
    private var files: DataFileWriter
    /// Sum of the rows in files that are ended; nil where the table has rows that nobody summed.
    private var digest: ContentDigest? = ContentDigest(excluding: ["ingestedat"])
    /// Whether the table has a part of the rows already.
    private var isContinued = false
    /// Files of narrower schemas that were closed when a column was added meanwhile.
    private var closed: [DataFile] = []
    /// Rows appended so far.
    private(set) var rowCount = 0
    private var unparsedValues: [String: Int] = [:]
    /// Digest of the rows' ids and times, where that is asked for.
    private var states: ContentDigest?
    private static let stateColumns = ["objectid", "updatedat"]

    /// - Parameter newFiles: a writer of files with names of their own.
    init(
        table: String, partition: String?, knownDigest: String?, store: any ObjectStore,
        newFiles: @escaping @Sendable () -> DataFileWriter
    ) {
        self.table = table
        self.partition = partition
        self.knownDigest = knownDigest
        self.store = store
        self.newFiles = newFiles
        files = newFiles()
    }

    /// The same for rows that come beside the part of them that the table has.
    func continuing() -> TableWriter {
        var writer = self
        writer.isContinued = true
        writer.digest = knownDigest.flatMap { ContentDigest($0, excluding: ["ingestedat"]) }
        return writer
    }

    mutating func append(_ batch: ColumnBatch) async throws {
        guard batch.rowCount > 0 else { return }
        rowCount += batch.rowCount
        states?.add(batch.picking(columns: Self.stateColumns))
        try await files.append(batch)
    }

    /// Readies for rows of records that take the place of others: mostly their times tell that they are not the same.
    mutating func expectStates() { states = ContentDigest() }

    mutating func count(unparsed: [String: Int]) { unparsedValues = unparsed }

    /// Goes on with `wider`, the same table with more columns: what was appended so far stays in files of its own.
    mutating func widen(to wider: TableWriter) async throws {
        digest?.add(files.digest)
        closed += try await files.finish()
        files = wider.files
    }

    /// Ends a part of the rows of a first load, which goes on behind it.
    mutating func finishPart(at load: LoadPosition) async throws -> WrittenRows {
        digest?.add(files.digest)
        var written = WrittenRows(partition: partition, digest: digest?.description, rows: rowCount)
        written.isAddition = isContinued
        written.files = closed + (try await files.finish())
        written.load = load
        isContinued = true
        closed = []
        files = newFiles()
        return written
    }

    /// Ends the rows: their files are written, unless the table holds exactly these rows already.
    ///
    /// - Parameter kept: rows of the table's last state that stay beside the ones read now; asked for only if something is
    ///   written. They are not part of the digest, which tells what HubSpot returned.
    mutating func finish(
        at position: SourcePosition? = nil,
        keeping kept: (_ consume: (ColumnBatch) async throws -> Void) async throws -> Void = { _ in }
    ) async throws -> WrittenRows {
        digest?.add(files.digest)
        var written = WrittenRows(
            partition: partition, digest: digest?.description, rows: rowCount, files: nil, position: position,
            unparsedValues: unparsedValues)
        if isContinued {
            written.isAddition = true
            written.files = closed + (try await files.finish())
        } else if written.digest == knownDigest {
            try await abandon()
        } else {
            var files = files
            try await kept { try await files.append($0) }
            written.files = closed + (try await files.finish())
            self.files = files
        }
        return written
    }

    /// Ends rows that take the place of others with the same ids; the partition's other rows stay.
    ///
    /// - Parameters:
    ///   - ids: what is replaced or removed, whether rows for it were appended or not.
    ///   - column: the column of these ids.
    ///   - table: where the other rows stand.
    mutating func finish(
        replacing ids: Set<Int64>, in column: String, of table: OpenTable, at position: SourcePosition? = nil
    ) async throws -> WrittenRows {
        var written = WrittenRows(
            partition: partition, digest: knownDigest, rows: rowCount, files: nil, position: position,
            unparsedValues: unparsedValues)
        guard let base = table.base, base.currentSnapshot != nil else { return try await finishAppending(at: position) }
        let rows = try await base.locate(RowKeys(column, ids), partition: partition)
        guard rowCount > 0 || rows.rowCount > 0 else { return written }
        if try await holds(base, rows) {
            // A record that was touched often has the same associations as before, and no commit is worth that.
            try await abandon()
            return written
        }
        var files = files
        written.removal = try await base.remove(
            rows, by: .suiting(tableByteCount: base.totals.bytes), runID: table.context.runID
        ) { try await files.append($0) }
        written.digest = nil
        written.isAddition = true
        written.files = closed + (try await files.finish())
        self.files = files
        return written
    }

    /// Whether the `rows` of a table are the very ones that were appended here.
    private func holds(_ base: LakehouseTable, _ rows: LocatedRows) async throws -> Bool {
        guard rows.rowCount == rowCount, closed.isEmpty else { return false }
        if let states, Self.stateColumns.allSatisfy({ base.schema[$0] != nil }) {
            var known = ContentDigest()
            for try await batch in try base.read(rows, columns: Set(Self.stateColumns)) { known.add(batch) }
            guard known == states else { return false }
        }
        var known = ContentDigest(excluding: ["ingestedat"])
        for try await batch in try base.read(rows) { known.add(batch) }
        return known == files.digest
    }

    /// Ends rows that come beside all that the table has.
    mutating func finishAppending(at position: SourcePosition? = nil) async throws -> WrittenRows {
        var written = WrittenRows(
            partition: partition, digest: knownDigest, rows: rowCount, files: nil, position: position,
            unparsedValues: unparsedValues)
        guard rowCount > 0 else { return written }
        written.digest = nil
        written.isAddition = true
        written.files = closed + (try await files.finish())
        return written
    }

    /// Gives the rows up; what was already written is removed.
    mutating func abandon() async throws {
        try await files.discard()
        for file in closed { try await store.delete(String(file.path.dropFirst(store.location.count + 1))) }
        closed = []
    }
}

extension ColumnBatch {
    /// The columns of these names, as far as there are such.
    fileprivate func picking(columns names: [String]) -> ColumnBatch {
        let places = columns.indices.filter { names.contains(columns[$0].name) }
        var picked = ColumnBatch(columns: places.map { columns[$0] })
        picked.vectors = places.map { vectors[$0] }
        return picked
    }
}

/// The rows of one source, ready to be committed.
struct WrittenRows: Sendable {
    var partition: String?
    /// Digest of all rows that the partition then has; nil where nobody summed them.
    var digest: String?
    var rows: Int
    /// The files that hold them; nil when the table holds exactly these rows already.
    var files: [DataFile]?
    /// Whether the table's rows stay beside these, but for those of ``removal``.
    var isAddition = false
    /// The rows whose place these take.
    var removal: RowRemoval?
    /// Up to where the source was read; nil for sources that are always read whole.
    var position: SourcePosition?
    /// How far a first load is that goes on behind these rows.
    var load: LoadPosition?
    /// ``TableCursor/tails`` after this; nil where nothing was found out about them.
    var tails: [String: String]?
    var unparsedValues: [String: Int] = [:]
}
