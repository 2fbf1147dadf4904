import CRM
import Foundations
import Parquet
import Tables

/// The rows of one pair's associations, for its own table and for the combined one.
struct PairRows: Sendable {
    let pair: AssociationPair
    /// Why the pair could not be read or its table not be written.
    var failure: Failure?
    private let rows: AssociationsTable?
    private var table: OpenTable?
    private var writer: TableWriter?
    private var appended = 0

    /// Opens the pair's table, if it has one; that this fails is its ``failure``.
    init(_ pair: AssociationPair, _ rows: AssociationsTable?, _ context: OpenTable.Context) async throws {
        self.pair = pair
        self.rows = rows
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
    mutating func commit() async throws -> CommittedTable? {
        if let failure {
            try await abandon()
            throw failure
        }
        guard let table, let rows = try await writer?.finish() else { return nil }
        return try await table.commit([rows])
    }

    /// Removes what was already written.
    mutating func abandon() async throws { try await writer?.abandon() }
}
