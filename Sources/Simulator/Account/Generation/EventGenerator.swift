import Foundations

/// Makes occurrences of events in the year 2025, three in twenty of them in one millisecond.
struct EventGenerator {
    let seed: UInt64
    let account: Account

    /// About `count` for each type that occurs; twice as many of the first one.
    func occurrences(of types: [EventType], count: Int) -> [String: [EventOccurrence]] {
        Dictionary(
            uniqueKeysWithValues: types.map { type in
                let wanted = type.occurs ? type.number == 0 ? 2 * count : count : 0
                return (type.fullyQualifiedName, occurrences(of: type, count: wanted))
            })
    }

    private func occurrences(of type: EventType, count: Int) -> [EventOccurrence] {
        let records = account.tables[type.typeID]?.live ?? []
        guard !records.isEmpty else { return [] }
        var random = SeededGenerator(seed: seed, 800, type.number)
        return (0..<count).map { number in
            let record = records[random.below(records.count)]
            let moment = random.number(in: 1_735_689_600_000...1_764_547_200_000)
            return EventOccurrence(
                number: UInt64(number), objectID: record.id,
                occurredAt: .milliseconds(random.chance(0.15) ? 1_750_000_000_000 : moment))
        }.sorted(by: EventOccurrence.isBefore)
    }
}
