import Foundations

/// How lively an event type is, kept from run to run.
///
/// HubSpot names many event types of which nothing ever happens, and each takes a call of its own. So a type is asked about again
/// after a twelfth of the time that it has been quiet: what happens often is fresh to the minute, and a type that has been quiet for
/// half a day waits for the chore ``Chore/events``, which asks about all.
struct EventPulse: Sendable, Codable, Hashable {
    /// When HubSpot was last asked.
    var askedAt: Timestamp
    /// When the newest occurrence took place; nil where none was ever listed.
    var heardAt: Timestamp?
    /// Occurrences an hour, of late.
    var hourly = 0
    /// Why HubSpot does not give out events of this type; nil where it does.
    var refusal: Failure?

    enum CodingKeys: String, CodingKey {
        case hourly, refusal
        case askedAt = "asked_at"
        case heardAt = "heard_at"
    }

    /// The part of a type's quiet time after which it is asked about again.
    static let patience: Int64 = 12

    /// Whether a run that begins at `now` asks about the type without being told to.
    func isDue(at now: Timestamp) -> Bool {
        // A time in the future is a clock that was wrong.
        guard askedAt <= now else { return true }
        guard refusal == nil, let heardAt else { return false }
        let quiet = max(0, askedAt.microseconds - heardAt.microseconds)
        return now.microseconds - askedAt.microseconds >= quiet / Self.patience
    }
}

/// Counts what HubSpot lists of one event type in a run.
struct EventTally: Sendable {
    private let since: Timestamp
    private let now: Timestamp
    private var newest: Timestamp?
    private var recent = 0

    /// Nothing was listed yet.
    ///
    /// - Parameter start: from when on events are asked for; nil for all.
    init(from start: Timestamp?, now: Timestamp) {
        self.now = now
        since = max(start ?? .init(microseconds: .min), now.adding(seconds: -EventWindow.longOverlap))
    }

    /// Counts an event that took place at `time`.
    mutating func add(_ time: Timestamp) {
        newest = max(newest ?? time, time)
        if time >= since { recent += 1 }
    }

    /// What is known of the type after all of its events were counted.
    func pulse(after earlier: EventPulse?) -> EventPulse {
        let seconds = max(1, (now.microseconds - since.microseconds) / 1_000_000)
        return EventPulse(
            askedAt: now, heardAt: [earlier?.heardAt, newest].compactMap(\.self).max(),
            hourly: Int(Int64(recent) * 3_600 / seconds))
    }
}
