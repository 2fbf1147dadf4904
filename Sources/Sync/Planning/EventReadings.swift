import CRM
import Foundations
import HubSpotAPI

/// Which event types a run asks about and from when on: pure, from what is due and how lively they are.
struct EventReadings: Sendable {
    /// What is known of each type, by its full name.
    let pulses: [String: EventPulse]
    private let agenda: Agenda

    init(_ pulses: [String: EventPulse], _ agenda: Agenda) {
        self.pulses = pulses
        self.agenda = agenda
    }

    /// When the run began: up to then all events are read.
    var now: Timestamp { agenda.now }

    /// Whether the run asks about `type`.
    ///
    /// - Parameter isNew: whether a table has nothing of it yet.
    func asks(_ type: EventType, isNew: Bool) -> Bool {
        guard !isNew, let pulse = pulses[type.fullyQualifiedName] else { return true }
        return agenda.isDue(.events) || agenda.isDue(.lateEvents) || pulse.isDue(at: agenda.now)
    }

    /// Why HubSpot gives out no events of `type`, where it said so and is not asked again.
    func refusal(of type: EventType) -> Failure? { pulses[type.fullyQualifiedName]?.refusal }

    /// Where reading begins; nil for the first event that HubSpot has.
    ///
    /// - Parameters:
    ///   - through: up to when the tables have all that was listed; nil where one of them cannot tell.
    ///   - overlap: how far the window reaches back before that, in seconds.
    func start(after through: Timestamp?, overlap: Int64) -> Timestamp? {
        guard !agenda.isDueAgain(.everything), let through, through <= agenda.now.adding(seconds: ChangeWindow.skew)
        else {
            return nil
        }
        var start = through.adding(seconds: -overlap)
        // A look back begins where the last one of its kind ended, so that its rhythm may be any.
        for (chore, reach) in [(Chore.late, EventWindow.longOverlap), (.lateEvents, EventWindow.lateness)]
        where agenda.isDue(chore) {
            start = min(start, (agenda.lastDone(chore) ?? through).adding(seconds: -reach))
        }
        return start
    }
}

/// How far windows of events reach back before the last one's end, in seconds.
enum EventWindow {
    /// HubSpot lists e-mail events up to an hour late.
    static let longOverlap: Int64 = 7_200
    /// Where the long overlap would take more than one call, each run looks back that far only; the chore ``Chore/late`` does the rest.
    static let shortOverlap: Int64 = 900
    /// An account's own events may be sent days after they occurred: ``Chore/lateEvents`` looks for those.
    static let lateness: Int64 = 604_800

    /// The overlap for events of which there are `hourly` an hour, of which HubSpot lists `page` at once.
    static func overlap(hourly: Int, page: Int) -> Int64 {
        hourly * Int(longOverlap) / 3_600 < page ? longOverlap : shortOverlap
    }
}
