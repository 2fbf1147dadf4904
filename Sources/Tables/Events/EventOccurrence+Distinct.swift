import CRM
import Foundations

extension Sequence<EventOccurrence> {
    /// Each occurrence once, the first of its kind. Pages overlap where events arrive late; id and time together tell two
    /// occurrences apart, since HubSpot's e-mail events share ids.
    func distinct() -> [EventOccurrence] {
        var seen: Set<OccurrenceKey> = []
        return filter { seen.insert(OccurrenceKey(id: $0.id, time: $0.occurredAt)).inserted }
    }
}

private struct OccurrenceKey: Hashable {
    let id: String
    let time: Timestamp
}
