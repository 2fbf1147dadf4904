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
    func again() {
        #expect(!agenda(last: [:]).isDueAgain(.everything) && agenda(last: [:]).isDue(.everything))
        #expect(agenda(last: [:], everything: true).isDueAgain(.everything))
        #expect(!agenda(last: fresh).isDueAgain(.scan))
        var last = fresh
        last[.scan] = 90_000
        #expect(agenda(last: last).isDueAgain(.scan) && !agenda(last: last).isDueAgain(.everything))
        #expect(
            agenda(last: [:]).times(after: agenda(last: [:]).repeated).keys.sorted { $0.rawValue < $1.rawValue } == [
                .everything, .scan,
            ])
        #expect(agenda(last: last).repeated == [.scan])
        for (seconds, isDue) in [(Int64(60), false), (3_600, true), (-60, true)] {
            let time = noon.adding(seconds: -seconds)
            #expect(agenda(last: [:]).isDue(.associations, lastAt: time, share: 0) == isDue)
            #expect(agenda(last: [:], everything: true).isDue(.associations, lastAt: time, share: 0))
        }
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

    @Test("tells when a chore was last done, unless the time lies in the future")
    func lastDone() {
        #expect(agenda(last: [.late: 90]).lastDone(.late) == noon.adding(seconds: -90))
        #expect(agenda(last: [.late: -90]).lastDone(.late) == nil)
        #expect(agenda(last: [:]).lastDone(.late) == nil)
    }

    @Test("what takes ten times as much as a chore should at once is done every tenth time")
    func share() {
        func isDue(_ last: Int64?, share: Int64, _ chores: [Chore: Int64]) -> Bool {
            agenda(last: fresh.merging(chores) { $1 }).isDue(
                .associations, lastAt: last.map { noon.adding(seconds: -$0) }, share: share)
        }
        let due: [Chore: Int64] = [.associations: 3_600]
        #expect(!isDue(36_000, share: 10, [:]))
        #expect(isDue(36_000, share: 10, due))
        #expect(!isDue(32_500, share: 10, due))
        #expect(isDue(35_900, share: 10, due))
        #expect(isDue(3_600, share: 1, due))
        #expect(isDue(nil, share: 10, due))
        #expect(isDue(60, share: 10, due.merging([.everything: 9_000_000]) { $1 }))
    }
}
