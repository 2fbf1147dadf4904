import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

/// What reading one event type came to.
struct EventsOutcome: Sendable {
    let type: EventType
    var table: CommittedTable?
    var combined: WrittenRows?
    /// How lively the type is; nil where nobody could find out.
    var pulse: EventPulse?
    var skipped: [RunReport.Skipped] = []
    var failure: Failure?
}

extension SyncRun {
    /// Reads each event type's occurrences, and the marketing e-mail events in one stream, for their tables and the combined one.
    ///
    /// Occurrences never change, so after the first run only a window is read, which overlaps the last: HubSpot lists some late.
    /// Quiet types are not asked about in every run (``EventReadings``).
    ///
    /// - Parameter contacts: contacts by e-mail address, known once all of them are read; none where the run reads only some.
    func syncEvents(
        _ plan: SyncPlan, _ discovery: Discovery, contacts: GrowingList<ContactAddresses>, _ catalog: Catalog,
        _ agenda: Agenda, _ results: inout RunResults
    ) async throws {
        let combined =
            plan.contains(.combinedEvents) ? try await OpenTable.open(CombinedEventsTable.definition, context) : nil
        func isWanted(_ type: EventType) -> Bool {
            combined != nil || plan.contains(.events(type.fullyQualifiedName))
        }
        func isNew(_ type: EventType) -> Bool {
            let isSelected = plan.contains(.events(type.fullyQualifiedName))
            let isMissing = plan.names[type].map { catalog.tables[$0] == nil } ?? true
            return isSelected && isMissing || combined.map { $0.cursor.through(type.id) == nil } ?? false
        }
        let readings = EventReadings(catalog.eventPulses ?? [:], agenda)
        let types = discovery.eventTypes.filter(isWanted)
        let asked = types.filter { readings.asks($0, isNew: isNew($0)) }
        var outcomes = try await asked.mapConcurrently(limit: settings.parallelSources) { type in
            try await syncOccurrences(of: type, plan, discovery, combined, readings)
        }
        for type in types where !asked.contains(type) {
            guard let refusal = readings.refusal(of: type) else { continue }
            var outcome = EventsOutcome(type: type)
            outcome.note(refusal, plan)
            outcomes.append(outcome)
        }
        if discovery.emailEventTypes.contains(where: isWanted) {
            outcomes += try await syncEmailEvents(
                discovery.emailEventTypes.filter(isWanted), plan, contacts, combined, readings)
        }
        for outcome in outcomes {
            results.add(outcome.table.map { [$0] } ?? [], to: nil)
            results.leave(outcome.skipped, observe)
            results.eventPulses[outcome.type.fullyQualifiedName] = outcome.pulse
        }
        if let combined {
            try await commit(
                combined, parts: outcomes.compactMap(\.combined),
                missing: outcomes.compactMap { outcome in outcome.failure.map { (outcome.type.fullyQualifiedName, $0) }
                }, others: types.count > asked.count, &results)
        }
    }

    private func syncOccurrences(
        of type: EventType, _ plan: SyncPlan, _ discovery: Discovery, _ combined: OpenTable?,
        _ readings: EventReadings
    ) async throws -> EventsOutcome {
        var outcome = EventsOutcome(type: type)
        let last = readings.pulses[type.fullyQualifiedName]
        do {
            var writers = try await eventWriters(type, plan, combined, readings)
            do {
                let overlap = EventWindow.overlap(hourly: last?.hourly ?? 0, page: HubSpotLimits().eventPage)
                let start = readings.start(after: try await writers.through(), overlap: overlap)
                try await writers.begin(at: start)
                var pages = hubspot.occurrences(of: type, from: start, objectTypes: discovery.types)
                    .makeAsyncIterator()
                while true {
                    let page: [EventOccurrence]?
                    do {
                        page = try await pages.next()
                    } catch let refusal as Failure where refusal.kind == .notFound {
                        // Only this says something of the type; a missing scope is looked for again by the next run.
                        outcome.pulse = EventPulse(askedAt: readings.now, heardAt: last?.heardAt, refusal: refusal)
                        throw refusal
                    }
                    guard let page else { break }
                    try await writers.append(page)
                    observe(.appended(table: writers.name, rows: page.count))
                }
                (outcome.table, outcome.combined) = try await writers.finish()
                outcome.pulse = writers.tally.pulse(after: last)
            } catch {
                try await writers.abandon()
                throw error
            }
            if let table = outcome.table { observe(.finished(table.report)) }
        } catch {
            outcome.note(try eventFailure(error), plan)
        }
        return outcome
    }

    func eventWriters(
        _ type: EventType, _ plan: SyncPlan, _ combined: OpenTable?, _ readings: EventReadings
    ) async throws -> EventWriters {
        let isSelected = plan.contains(.events(type.fullyQualifiedName))
        let base =
            isSelected
            ? try await plan.names[type].flatMapAsync { try await LakehouseTable.load(folder: $0, from: store) } : nil
        let assigned = try base?.properties[ColumnAssignment.tableProperty].map(ColumnAssignment.decode) ?? []
        return EventWriters(
            EventsTable(type: type, names: plan.names, assigned: assigned, settings: settings.tables),
            isSelected: isSelected, base: base, combined: combined, at: readings.now, context)
    }

    func eventFailure(_ error: any Error) throws -> Failure {
        let failure = Failure(error, while: "cannot read the events")
        if failure.kind == .cancelled { throw failure }
        return failure
    }
}

extension EventsOutcome {
    /// Notes that the type's tables stay as they are.
    mutating func note(_ failure: Failure, _ plan: SyncPlan) {
        self.failure = failure
        if let table = plan.tables.first(where: { $0.kind == .events(type.fullyQualifiedName) }) {
            skipped.append(.init(table.name, failure))
        }
    }
}
