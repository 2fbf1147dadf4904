/// Work that would be too dear for every run. Each has a rhythm: a run does it when it was last done that long ago.
public enum Chore: String, Sendable, Hashable, Codable, CaseIterable {
    /// Reading types, property definitions, owners and pipelines.
    case definitions
    /// Asking for the association types of every pair of types, for archived property definitions, and again for the associations of pairs
    /// that had none.
    case pairs
    /// Reading all associations: a link that comes or goes moves no modified time, so no search can find it.
    case associations
    /// Reading the lists of archived records, which no search shows.
    case archived
    /// Looking once more at the last hours, for records and events that HubSpot showed late.
    case late
    /// Reading all records of types that HubSpot cannot search.
    case unsearchable
    /// Asking about event types that are quiet; livelier ones are asked about sooner (``EventPulse``).
    case events
    /// Looking once more at the last week's events: senders may tell of one long after it occurred.
    case lateEvents = "late-events"
    /// Asking for the newest members of lists that look unchanged: one may have come as another left.
    case joins
    /// Reading the members of lists that look unchanged.
    case lists
    /// Listing all records with their calculated properties, which move no modified time; a purged record leaves no trace, either.
    case scan
    /// Reading everything, as the first run did.
    case everything
}

/// How long each chore may be left undone, in seconds.
public struct Rhythms: Sendable, Hashable {
    private var seconds: [Chore: Int64] = [
        .definitions: 3_600, .pairs: 86_400, .associations: 3_600, .archived: 3_600, .late: 3_600,
        .unsearchable: 3_600, .events: 3_600, .lateEvents: 86_400, .joins: 21_600, .lists: 604_800, .scan: 86_400,
        .everything: 2_592_000,
    ]

    /// The documented defaults.
    public init() {}

    /// Seconds between two times that `chore` is done.
    public subscript(chore: Chore) -> Int64 {
        get { seconds[chore] ?? 0 }
        set { seconds[chore] = newValue }
    }
}
