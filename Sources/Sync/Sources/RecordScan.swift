import CRM
import Foundations
import HubSpotAPI
import Tables

/// The list of all records of a type, with the values that HubSpot calculates, held against what the tables have: pure.
///
/// A calculated value moves no modified time, a record that is purged leaves no trace, and an index may never show a change. So all
/// records are listed on a rhythm, with as little of each as tells whether it must be read. Beside the tables' entries (24 bytes for
/// each record and table) that takes one byte for each of them.
struct RecordScan: Sendable {
    /// What the tables had before, in the order of the comparisons. A run that was killed between two commits leaves one behind the
    /// other: each may have records that the others lack.
    private let known: [KnownRecords]
    /// By table, which of its records are listed.
    private var isListed: [[Bool]]
    private var changed: Set<Int64> = []
    private var hasNew = false

    init(_ known: [KnownRecords]) {
        self.known = known
        isListed = known.map { Array(repeating: false, count: $0.count) }
    }

    /// Takes in some of the listed records.
    ///
    /// - Parameters:
    ///   - ids: the records.
    ///   - stated: what HubSpot states of them, as each of the tables would have it.
    mutating func add(_ ids: some Sequence<Int64>, as stated: [KnownRecords]) {
        for id in ids {
            var isNew = true
            for (table, records) in known.enumerated() {
                guard let place = records.index(of: id) else { continue }
                isListed[table][place] = true
                isNew = false
            }
            hasNew = hasNew || isNew
            let isKnown = zip(known, stated).allSatisfy { $0[id] == $1[id] }
            if !isKnown { changed.insert(id) }
        }
    }

    /// What came of it.
    var news: RecordNews {
        var vanished: Set<Int64> = []
        for (records, isListed) in zip(known, isListed) {
            vanished.formUnion(zip(records.entries, isListed).lazy.filter { !$1 }.map(\.0.id))
        }
        return RecordNews(ids: changed.sorted(), hasNew: hasNew, unlisted: UnlistedRecords(vanished: vanished))
    }

    /// Whether the record is listed or stands in one of the tables.
    func knows(_ id: Int64) -> Bool { changed.contains(id) || known.contains { $0.contains(id) } }

    /// Whether to go on: where too much differs, all values are read.
    var isWorthwhile: Bool { changed.count <= ChangeWindow.worthwhile(known: known.first?.count ?? 0) }
}

extension SyncRun {
    /// Lists all records of a type with their calculated values; nil where the tables say too little, or too much differs: then all is
    /// to be read.
    func scan(_ reading: RecordsReading, _ agenda: Agenda) async throws -> RecordNews? {
        let names = reading.shape.calculatedProperties
        let comparisons = reading.feeds.compactMap { RecordComparison($0, reading.shape, of: names) }
            .sorted { $0.tellsRecords && !$1.tellsRecords }
        guard comparisons.first?.tellsRecords == true else { return nil }
        var known: [KnownRecords] = []
        for comparison in comparisons { known.append(try await comparison.known()) }
        var scan = RecordScan(known)
        // An answer without a named property would carry HubSpot's choice of them.
        let wanted = names.isEmpty ? ["hs_object_id"] : names.sorted()
        do {
            try await pullConcurrently(
                from: hubspot.plannedRanges(of: reading.shape.type, count: reading.count).makeAsyncIterator(),
                limit: settings.parallelRanges,
                open: { hubspot.records(of: reading.shape.type, properties: wanted, in: $0).makeAsyncIterator() },
                consume: { page in
                    scan.add(page.records.lazy.map(\.id), as: comparisons.map { $0.stated(page) })
                    guard scan.isWorthwhile else { throw TooMuchDiffers() }
                })
        } catch is TooMuchDiffers {
            return nil
        }
        var news = scan.news
        let compared = Set(reading.feeds.filter(\.tellsRecords).map(\.table.name))
        news.unlisted?.formUnion(
            try await reading.unlisted(now: agenda.now, besides: compared, isListed: scan.knows))
        if news.unlisted != UnlistedRecords() { news.formUnion(try await changesMeanwhile(reading, agenda)) }
        return news
    }

    /// What changed while the list was read: who is missing in it may have been merged into a record that was listed before.
    private func changesMeanwhile(_ reading: RecordsReading, _ agenda: Agenda) async throws -> RecordNews {
        let window = ChangeWindow.window(since: agenda.now, now: clock.now(), late: false)
        do {
            return try await found(reading, in: window) ?? RecordNews()
        } catch let failure as Failure where failure.kind == .notFound {
            return RecordNews()
        }
    }

    /// Ends a scan.
    private struct TooMuchDiffers: Error {}
}

extension TypeShape {
    /// The wanted properties that HubSpot computes.
    var calculatedProperties: Set<String> {
        let wanted = Set(objects.requestedProperties)
        return Set(properties.filter { $0.isComputed && !$0.isArchived && wanted.contains($0.name) }.map(\.name))
    }
}

extension PropertyDefinition {
    /// Whether HubSpot computes the value, by its own word or by the kind of field.
    fileprivate var isComputed: Bool { isCalculated == true || fieldType.hasPrefix("calculation") }
}
