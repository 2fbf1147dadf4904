import CRM
import Foundations
import Parquet
import Tables

/// The rows of one pair's associations, for its own table and for the combined one.
struct PairRows: Sendable {
    let pair: AssociationPair
    /// Why the pair could not be read or its table not be written.
    var failure: Failure?
    /// Whether all associations are read, or those of changed records.
    let isWhole: Bool
    /// When the run began.
    private let readAt: Timestamp
    private let rows: AssociationsTable?
    private var table: OpenTable?
    private var writer: TableWriter?
    private var appended = 0

    /// Opens the pair's table, if it has one; that this fails is its ``failure``.
    init(
        _ pair: AssociationPair, _ rows: AssociationsTable?, isWhole: Bool, at now: Timestamp,
        _ context: OpenTable.Context
    ) async throws {
        self.pair = pair
        self.isWhole = isWhole
        self.rows = rows
        readAt = now
        guard let rows else { return }
        switch try await Discovery.settled({ try await OpenTable.open(rows.definition, context) }) {
        case .success(let open):
            table = open
            writer = open.writer()
        case .failure(let failure): self.failure = failure
        }
    }

    var tableName: String? { rows?.definition.name }

    /// Whether the combined table got a part of the pair's associations only.
    var isTorn: Bool { failure != nil && appended > 0 }

    /// Appends associations to the pair's table and to the combined one.
    mutating func append(
        _ associations: [Association], and combined: inout TableWriter?, at time: Timestamp
    ) async throws {
        guard failure == nil else { return }
        let outcome = try await Discovery.settled {
            if let rows { try await writer?.append(rows.batch(for: associations, ingestedAt: time)) }
            guard combined != nil else { return }
            appended += associations.count
            try await combined?.append(
                CombinedAssociationsTable().batch(for: associations, of: pair, ingestedAt: time))
        }
        if case .failure(let failure) = outcome { self.failure = failure }
    }

    /// Makes the rows the table's state; nil where the pair has no table. Throws the ``failure``, with nothing left behind.
    ///
    /// - Parameter changed: the records whose earlier rows go, where not all associations were read.
    mutating func commit(changed: Set<Int64>) async throws -> CommittedTable? {
        if let failure {
            try await abandon()
            throw failure
        }
        guard let table else { return nil }
        var written: WrittenRows?
        if isWhole {
            let position = SourcePosition(through: readAt, shape: "")
            written = try await writer?.finish(at: position)
        } else {
            written = try await writer?.finish(replacing: changed, in: table.definition.primaryKey[0], of: table)
        }
        guard let written else { return nil }
        var committed = try await table.commit([written])
        if isWhole { committed.entry.allReadAt = readAt }
        return committed
    }

    /// Removes what was already written.
    mutating func abandon() async throws { try await writer?.abandon() }
}
