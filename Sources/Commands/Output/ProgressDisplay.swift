import Foundations
import Sync
import Synchronization

/// Shows a run while it goes on: live lines on a terminal, one plain line an event on a pipe.
final class ProgressDisplay: Sendable {
    private struct Reading {
        var rows = 0
        var since: Timestamp
    }

    private struct State {
        var plan = PlannedTables()
        var reading: [String: Reading] = [:]
        var activity = SyncActivity()
        var drawnLines = 0
    }

    private let state = Mutex(State())
    private let clock: any WallClock
    private let isLive: Bool
    private let activity: @Sendable () async -> SyncActivity

    /// A display; `activity` tells calls and waits so far.
    init(clock: any WallClock, isLive: Bool, activity: @escaping @Sendable () async -> SyncActivity) {
        self.clock = clock
        self.isLive = isLive
        self.activity = activity
    }

    /// Takes in one event of the run.
    func observe(_ event: SyncEvent) {
        state.withLock { state in
            switch event {
            case .opened(let portalID, let destination):
                say("HubSpot account \(portalID) to \(destination)", &state)
            case .planned(let tables):
                if let line = state.plan.add(tables.count) { say(line, &state) }
            case .appended(let table, let rows):
                var reading = state.reading[table] ?? Reading(since: clock.now())
                if state.reading[table] == nil, !isLive { say("\(table): reading", &state) }
                reading.rows += rows
                state.reading[table] = reading
            case .finished(let table):
                state.reading[table.name] = nil
                say(Self.line(for: table), &state)
            case .skipped(let skipped):
                state.reading[skipped.table] = nil
                say("\(skipped.table): skipped: \(skipped.reason)", &state)
            }
        }
    }

    /// Redraws the live lines ten times a second until cancelled; does nothing on a pipe.
    func run() async {
        guard isLive else { return }
        while !Task.isCancelled {
            let activity = await activity()
            state.withLock { state in
                state.activity = activity
                redraw(&state)
            }
            do { try await clock.sleep(for: .milliseconds(100)) } catch { break }
        }
        state.withLock { erase(&$0) }
    }

    private func say(_ line: String, _ state: inout State) {
        erase(&state)
        Terminal.note(line)
    }

    private func erase(_ state: inout State) {
        guard state.drawnLines > 0 else { return }
        Terminal.draw("\u{1B}[\(state.drawnLines)A\u{1B}[J")
        state.drawnLines = 0
    }

    private func redraw(_ state: inout State) {
        erase(&state)
        let now = clock.now()
        var lines = state.reading.sorted { $0.key < $1.key }.map { name, reading in
            let seconds = max(0.1, Double(now.microseconds - reading.since.microseconds) / 1e6)
            let rate = Figures.count(Int(Double(reading.rows) / seconds))
            return "  \(name)  \(Figures.count(reading.rows)) rows  \(rate) rows/s"
        }
        lines.append("  \(state.activity.summary)")
        let width = Terminal.width
        Terminal.draw(lines.map { $0.prefix(width - 1) + "\n" }.joined())
        state.drawnLines = lines.count
    }

    private static func line(for table: RunReport.Table) -> String {
        let (rows, files) = (Figures.count(table.rows, "row"), Figures.count(table.files, "file"))
        let figures = "\(rows), \(files), \(Figures.bytes(table.bytes))"
        let outcome = table.outcome == .unchanged ? ", unchanged" : ""
        return "\(table.name): \(figures), \(Figures.seconds(table.seconds))\(outcome)"
    }
}

extension SyncActivity {
    /// `42 calls, 12 association calls; waited 3.1 s for the general limit`.
    var summary: String {
        var parts = ["\(Figures.count(calls.general)) calls"]
        if calls.associations > 0 { parts.append("\(Figures.count(calls.associations)) association calls") }
        if calls.search > 0 { parts.append("\(Figures.count(calls.search)) searches") }
        let waited = waits.filter { $0.seconds >= 0.1 }.map { "waited \(Figures.seconds($0.seconds)) (\($0.reason))" }
        return ([parts.joined(separator: ", ")] + waited).joined(separator: "; ")
    }
}
