import Foundations

extension Account {
    /// All values that the property had on the record, newest first; the first one is the current value.
    func history(_ property: Property, of record: Record, in type: ObjectType) -> [HistoryEntry] {
        switch property.kind {
        case .objectID, .createdAt:
            return [entry(value(property, of: record, in: type), at: record.createdAt, by: .migration)]
        case .updatedAt:
            let story = record.currentStory
            return (story.updates + [story.madeUntil]).map { entry($0.iso8601, at: $0, by: .calculation) }
        case .mergedIDs, .mergedPairs: return mergeHistory(property, of: record, in: type)
        default: return valueHistory(property, of: record, in: type)
        }
    }

    private func valueHistory(_ property: Property, of record: Record, in type: ObjectType) -> [HistoryEntry] {
        var entries = record.story?.edits[property.number] ?? []
        if let row = record.row {
            let until = record.story?.madeUntil ?? record.updatedAt
            entries += maker.history(
                property, typeNumber: type.number, row: row, createdAt: record.createdAt, until: until)
        }
        guard let absorbed = record.story?.absorbed, !absorbed.isEmpty else { return entries }
        // Where both records had an entry at the same moment only the primary's stays: hubspot-api.md 8.4.
        for other in absorbed {
            let taken = Set(entries.map(\.timestamp))
            entries += valueHistory(property, of: other.record, in: type).filter { !taken.contains($0.timestamp) }
        }
        return entries.enumerated().sorted {
            ($1.element.timestamp, $0.offset) < ($0.element.timestamp, $1.offset)
        }.map(\.element)
    }

    /// One entry for each merge, with the ids up to it.
    private func mergeHistory(_ property: Property, of record: Record, in type: ObjectType) -> [HistoryEntry] {
        guard var story = record.story, !story.absorbed.isEmpty else { return [] }
        var entries: [HistoryEntry] = []
        while let moment = story.absorbed.map(\.at).max() {
            var earlier = record
            earlier.story = story
            entries.append(entry(value(property, of: earlier, in: type), at: moment, by: .merge))
            story.absorbed.removeAll { $0.at == moment }
        }
        return entries
    }

    private func entry(_ value: String?, at moment: Timestamp, by source: ChangeSource) -> HistoryEntry {
        HistoryEntry(value: value, timestamp: moment, source: source)
    }
}

extension ValueMaker {
    /// The made history, newest first, between creation and the last change; empty where the record has no value.
    ///
    /// Most values were never changed, a few very often; some changes share their millisecond, and a tenth cleared the value.
    func history(
        _ property: Property, typeNumber: UInt64, row: UInt64, createdAt: Timestamp, until: Timestamp
    ) -> [HistoryEntry] {
        guard let current = value(property, typeNumber: typeNumber, row: row) else { return [] }
        var random = SeededGenerator(seed: seed, typeNumber, property.number, row, 1)
        let earlier = earlierCount(of: property, &random)
        let first = createdAt.milliseconds
        var moment = random.chance(0.3) ? until.milliseconds : random.number(in: first...max(first, until.milliseconds))
        var entries = [
            HistoryEntry(value: current, timestamp: .milliseconds(moment), source: source(of: property, &random))
        ]
        for _ in 0..<earlier {
            let isTie = random.chance(0.08)
            moment = isTie ? moment : random.number(in: min(first, moment)...moment)
            let older = random.chance(0.1) ? "" : value(property, row: row, &random) ?? ""
            let isRepeated = entries.contains {
                $0.timestamp == .milliseconds(moment) && $0.value == older
            }
            if isRepeated { break }
            entries.append(
                HistoryEntry(value: older, timestamp: .milliseconds(moment), source: source(of: property, &random)))
        }
        return entries
    }

    private func earlierCount(of property: Property, _ random: inout SeededGenerator) -> Int {
        if case .constant = property.kind { return 0 }
        switch random.below(100) {
        case ..<70: return 0
        case ..<88: return 1
        case ..<97: return 2 + random.below(3)
        default: return 5 + random.below(20)
        }
    }

    private func source(of property: Property, _ random: inout SeededGenerator) -> ChangeSource {
        let source = random.pick(ChangeSource.made)
        return property.isCalculated ? .calculation : source
    }
}
