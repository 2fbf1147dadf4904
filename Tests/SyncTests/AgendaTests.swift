import Foundations
import Testing

@testable import Sync

@Suite struct AgendaTests {
    private let noon = Timestamp(microseconds: 1_800_000_000_000_000)

    private func agenda(
        last: [Chore: Int64], everything: Bool = false, _ change: (inout Rhythms) -> Void = { _ in }
    ) -> Agenda {
        var rhythms = Rhythms()
        change(&rhythms)
        return Agenda(
            last: last.mapValues { noon.adding(seconds: -$0) }, rhythms: rhythms, now: noon, everything: everything)
    }

    private var fresh: [Chore: Int64] { Dictionary(uniqueKeysWithValues: Chore.allCases.map { ($0, 60) }) }

    @Test("the first run does everything")
    func first() { #expect(agenda(last: [:]).due == Set(Chore.allCases)) }

    @Test("a run soon after another does no chore")
    func soon() { #expect(agenda(last: fresh).due.isEmpty) }

    @Test("a chore is due when its rhythm has passed since it was last done, and not a second before")
    func rhythm() {
        var last = fresh
        last[.associations] = 3_599
        #expect(agenda(last: last).due.isEmpty)
        last[.associations] = 3_600
        #expect(agenda(last: last).due == [.associations])
        #expect(agenda(last: last) { $0[.associations] = 7_200 }.due.isEmpty)
    }

    @Test("reading everything includes every chore, whether it is due or asked for")
    func everything() {
        var last = fresh
        last[.everything] = 2_592_000
        #expect(agenda(last: last).due == Set(Chore.allCases))
        #expect(agenda(last: fresh, everything: true).due == Set(Chore.allCases))
    }

    @Test("tables are not read again while the first reading of everything goes on, unless that is asked for")
    func rereads() {
        #expect(!agenda(last: [:]).rereads)
        #expect(agenda(last: [:], everything: true).rereads)
        #expect(!agenda(last: fresh).rereads)
        var last = fresh
        last[.scan] = 90_000
        #expect(agenda(last: last).rereads)
        #expect(
            agenda(last: [:]).times(after: agenda(last: [:]).repeated).keys.sorted { $0.rawValue < $1.rawValue } == [
                .everything, .scan,
            ])
        #expect(agenda(last: last).repeated == [.scan])
    }

    @Test("a time in the future is a clock that was wrong: the chore is done")
    func future() {
        var last = fresh
        last[.archived] = -86_400
        #expect(agenda(last: last).due == [.archived])
    }

    @Test("what was due and done is noted with the run's time, what was not keeps its own")
    func times() {
        var last = fresh
        last[.archived] = 90_000
        last[.lists] = 700_000
        let agenda = agenda(last: last)
        let times = agenda.times(after: [.lists])
        #expect(times[.archived] == noon)
        #expect(times[.lists] == noon.adding(seconds: -700_000))
        #expect(times[.scan] == noon.adding(seconds: -60))
    }
}
