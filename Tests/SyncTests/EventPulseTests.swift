import CRM
import Foundations
import Testing

@testable import Sync

@Suite("EventPulse")
struct EventPulseTests {
    private let noon = Timestamp(microseconds: 1_800_000_000_000_000)

    /// A type that was asked about a while ago, when it had been quiet for some time; in seconds.
    private func pulse(asked: Int64, quiet: Int64) -> EventPulse {
        EventPulse(askedAt: noon.adding(seconds: -asked), heardAt: noon.adding(seconds: -asked - quiet))
    }

    @Test("a type is asked about again after a twelfth of the time that it was quiet, and not a second before")
    func patience() {
        #expect(pulse(asked: 60, quiet: 720).isDue(at: noon))
        #expect(!pulse(asked: 59, quiet: 720).isDue(at: noon))
        #expect(pulse(asked: 1, quiet: 0).isDue(at: noon))
        #expect(!pulse(asked: 300, quiet: 86_400).isDue(at: noon))
    }

    @Test("a type of which nothing was ever heard, or that HubSpot refuses, waits for its chore")
    func quiet() {
        #expect(!EventPulse(askedAt: noon.adding(seconds: -1_000_000)).isDue(at: noon))
        var refused = pulse(asked: 3_000, quiet: 0)
        refused.refusal = Failure(.notFound, "cannot read the events", why: "unknown event type")
        #expect(!refused.isDue(at: noon))
    }

    @Test("times in the future are a clock's fault: the type is asked about")
    func future() {
        #expect(EventPulse(askedAt: noon.adding(seconds: 60)).isDue(at: noon))
        #expect(pulse(asked: 10, quiet: -3_600).isDue(at: noon))
    }

    @Test("the newest occurrence ever heard of counts, and how many there are an hour of late")
    func tally() {
        var tally = EventTally(from: noon.adding(seconds: -900), now: noon)
        for seconds: Int64 in [-800, -100, -5_000] { tally.add(noon.adding(seconds: seconds)) }
        let pulse = tally.pulse(after: nil)
        #expect(pulse == EventPulse(askedAt: noon, heardAt: noon.adding(seconds: -100), hourly: 8))
        let silence = EventTally(from: noon.adding(seconds: -7_200), now: noon).pulse(after: pulse)
        #expect(silence == EventPulse(askedAt: noon, heardAt: noon.adding(seconds: -100), hourly: 0))
    }

    @Test("a reading of everything tells the rate of the last two hours")
    func rate() {
        var tally = EventTally(from: nil, now: noon)
        for second in 0..<10_000 { tally.add(noon.adding(seconds: -Int64(second))) }
        #expect(tally.pulse(after: nil).hourly == 3_600)
    }
}

@Suite("EventReadings")
struct EventReadingsTests {
    private let noon = Timestamp(microseconds: 1_800_000_000_000_000)
    private let type = EventType(id: "6-1", fullyQualifiedName: "e_visited_page")

    /// Nothing is due but what was last done so many seconds ago that it is.
    private func readings(_ pulse: EventPulse? = nil, ago: [Chore: Int64] = [:]) -> EventReadings {
        let last = Dictionary(
            uniqueKeysWithValues: Chore.allCases.map { ($0, noon.adding(seconds: -(ago[$0] ?? 60))) })
        let agenda = Agenda(last: last, rhythms: Rhythms(), now: noon, everything: false)
        return EventReadings(pulse.map { [type.fullyQualifiedName: $0] } ?? [:], agenda)
    }

    @Test("a quiet type is asked about once an hour, with every look back, and when a table has nothing of it")
    func asks() {
        let quiet = EventPulse(askedAt: noon.adding(seconds: -300), heardAt: noon.adding(seconds: -86_400))
        #expect(!readings(quiet).asks(type, isNew: false))
        #expect(readings(quiet).asks(type, isNew: true))
        #expect(readings(quiet, ago: [.events: 3_600]).asks(type, isNew: false))
        #expect(readings(quiet, ago: [.lateEvents: 86_400]).asks(type, isNew: false))
        #expect(!readings(quiet, ago: [.scan: 86_400]).asks(type, isNew: false))
        #expect(readings().asks(type, isNew: false))
    }

    @Test("a window begins before the end of the last one")
    func overlap() {
        let through = noon.adding(seconds: -300)
        #expect(readings().start(after: through, overlap: 900) == noon.adding(seconds: -1_200))
        #expect(readings().start(after: nil, overlap: 900) == nil)
        #expect(readings().start(after: noon.adding(seconds: 3_600), overlap: 900) == nil)
    }

    @Test("a look back begins before the last one of its kind, whatever the rhythm")
    func looksBack() {
        let through = noon.adding(seconds: -300)
        let late = readings(ago: [.late: 5_000])
        #expect(late.start(after: through, overlap: 900) == noon.adding(seconds: -5_000 - 7_200))
        let days = readings(ago: [.lateEvents: 90_000, .late: 5_000])
        #expect(days.start(after: through, overlap: 900) == noon.adding(seconds: -90_000 - 604_800))
        #expect(readings(ago: [.everything: 9_000_000]).start(after: through, overlap: 900) == nil)
    }

    @Test("the long overlap is taken where it costs no further call")
    func page() {
        #expect(EventWindow.overlap(hourly: 49, page: 100) == 7_200)
        #expect(EventWindow.overlap(hourly: 50, page: 100) == 900)
    }
}
