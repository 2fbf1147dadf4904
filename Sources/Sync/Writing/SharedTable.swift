import Foundations
import Lakehouse

/// A table that several types feed while they are read side by side: takes their rows in turn, each commit on top of the last.
///
/// Rows of first loads are committed whenever they are of many records, so that an interrupted run loses few. All others wait for the
/// end of the run: one commit for all types.
actor SharedTable {
    nonisolated let name: String
    /// The table as it was last committed.
    private(set) var table: OpenTable
    /// Whether no type has brought rows.
    private(set) var isUntouched = true

    private let recordsOfPart: Int
    private var waiting: [WrittenRows] = []
    private var waitingRecords = 0
    private var committed: CommittedTable?
    private var failure: Failure?

    // An actor lets others in while it waits, so commits take turns.
    private var isCommitting = false
    private var turns: [CheckedContinuation<Void, Never>] = []

    /// - Parameter recordsOfPart: records of first loads from which on their rows are committed.
    init(_ table: OpenTable, recordsOfPart: Int) {
        name = table.name
        self.table = table
        self.recordsOfPart = recordsOfPart
    }

    /// Takes rows of one type.
    ///
    /// - Parameter loaded: records of a first load that are in them; 0 for rows of other readings.
    func add(_ rows: WrittenRows, loaded: Int) async throws {
        isUntouched = false
        waiting.append(rows)
        waitingRecords += loaded
        if waitingRecords >= recordsOfPart { try await flush() }
    }

    /// Commits what waits. That it fails is told at the end: the other tables that the same records feed go on.
    func flush() async throws {
        await takeTurn()
        defer { endTurn() }
        let parts = waiting
        (waiting, waitingRecords) = ([], 0)
        guard !parts.isEmpty, failure == nil else { return }
        do {
            try await commit(parts)
        } catch {
            failure = Failure(error, while: "cannot sync \(name)")
            if let failure, failure.kind == .cancelled { throw failure }
        }
    }

    /// Commits what waits; returns what became of the table in this run.
    func finish() async throws -> CommittedTable {
        try await flush()
        if let failure { throw failure }
        if committed == nil { try await commit([]) }
        guard let committed else { throw Failure(.internal, "cannot sync \(name)", why: "it was not committed") }
        return committed
    }

    private func commit(_ parts: [WrittenRows]) async throws {
        var next = try await table.commit(parts.map { $0.moved(to: table.base) })
        table = try await table.following(next)
        if let committed { next.follow(committed) }
        committed = next
    }

    private func takeTurn() async {
        guard isCommitting else {
            isCommitting = true
            return
        }
        await withCheckedContinuation { turns.append($0) }
    }

    private func endTurn() {
        if turns.isEmpty { isCommitting = false } else { turns.removeFirst().resume() }
    }
}

extension WrittenRows {
    /// The same rows for a later state of the table, in which only other types' parts differ.
    fileprivate func moved(to table: LakehouseTable?) -> WrittenRows {
        guard let table, let removal else { return self }
        var moved = self
        moved.removal = removal.moved(to: table)
        return moved
    }
}
