import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

/// What reading one event type came to.
private struct EventsOutcome: Sendable {
    let type: EventType
    var table: CommittedTable?
    var combined: WrittenRows?
    var skipped: [RunReport.Skipped] = []
    var failure: Failure?
}

extension SyncRun {
    /// Reads each event type's occurrences, and the marketing e-mail events in one stream, for their tables and the combined one.
    ///
    /// - Parameter contacts: contacts by e-mail address, known once all of them are read.
    func syncEvents(
        _ plan: SyncPlan, _ discovery: Discovery, contacts: GrowingList<[String: Int64]>, _ results: inout RunResults
    ) async throws {
        let combined =
            plan.contains(.combinedEvents) ? try await OpenTable.open(CombinedEventsTable.definition, context) : nil
        func isWanted(_ type: EventType) -> Bool {
            combined != nil || plan.contains(.events(type.fullyQualifiedName))
        }
        let types = discovery.eventTypes.filter(isWanted)
        var outcomes = try await types.mapConcurrently(limit: settings.parallelSources) { type in
            try await syncOccurrences(of: type, plan, discovery, combined)
        }
        if discovery.emailEventTypes.contains(where: isWanted) {
            outcomes += try await syncEmailEvents(
                discovery.emailEventTypes.filter(isWanted), plan, try await contacts.elements(0..<1).first ?? [:],
                combined)
        }
        for outcome in outcomes {
            results.add(outcome.table.map { [$0] } ?? [], to: nil)
            results.leave(outcome.skipped, observe)
        }
        if let combined {
            try await commit(
                combined, parts: outcomes.compactMap(\.combined),
                missing: outcomes.compactMap { outcome in outcome.failure.map { (outcome.type.fullyQualifiedName, $0) }
                },
                &results)
        }
    }

    private func syncOccurrences(
        of type: EventType, _ plan: SyncPlan, _ discovery: Discovery, _ combined: OpenTable?
    ) async throws -> EventsOutcome {
        var outcome = EventsOutcome(type: type)
        do {
            var writers = try await eventWriters(type, plan, combined)
            do {
                for try await page in hubspot.occurrences(of: type, objectTypes: discovery.types) {
                    try await writers.append(page)
                    observe(.appended(table: writers.name, rows: page.count))
                }
                (outcome.table, outcome.combined) = try await writers.finish()
            } catch {
                try await writers.abandon()
                throw error
            }
            if let table = outcome.table { observe(.finished(table.report)) }
        } catch {
            outcome.note(try failure(error), plan)
        }
        return outcome
    }

    /// One stream feeds the tables of all kinds; it is all or nothing, since one kind's part of it can't be told from the rest.
    private func syncEmailEvents(
        _ types: [EventType], _ plan: SyncPlan, _ contacts: [String: Int64], _ combined: OpenTable?
    ) async throws -> [EventsOutcome] {
        var outcomes = types.map { EventsOutcome(type: $0) }
        var writers: [String: EventWriters] = [:]
        do {
            for type in types { writers[type.fullyQualifiedName] = try await eventWriters(type, plan, combined) }
            for try await page in hubspot.marketingEmailEvents() {
                for (name, events) in Dictionary(grouping: page, by: \.type.fullyQualifiedName) {
                    try await writers[name]?.append(events.map { $0.occurrence.attributed(to: contacts) })
                    if let table = writers[name]?.name { observe(.appended(table: table, rows: events.count)) }
                }
            }
        } catch {
            let failure = try failure(error)
            for name in writers.keys { try await writers[name]?.abandon() }
            for index in outcomes.indices { outcomes[index].note(failure, plan) }
            return outcomes
        }
        for index in outcomes.indices {
            let name = outcomes[index].type.fullyQualifiedName
            do {
                guard let finished = try await writers[name]?.finish() else { continue }
                (outcomes[index].table, outcomes[index].combined) = finished
                if let table = outcomes[index].table { observe(.finished(table.report)) }
            } catch {
                outcomes[index].note(try failure(error), plan)
            }
        }
        return outcomes
    }

    private func eventWriters(
        _ type: EventType, _ plan: SyncPlan, _ combined: OpenTable?
    ) async throws -> EventWriters {
        let isSelected = plan.contains(.events(type.fullyQualifiedName))
        let base =
            isSelected
            ? try await plan.names[type].flatMapAsync { try await LakehouseTable.load(folder: $0, from: store) } : nil
        let assigned = try base?.properties[ColumnAssignment.tableProperty].map(ColumnAssignment.decode) ?? []
        return EventWriters(
            EventsTable(type: type, names: plan.names, assigned: assigned, settings: settings.tables),
            isSelected: isSelected, base: base, combined: combined, context)
    }

    private func failure(_ error: any Error) throws -> Failure {
        let failure = Failure(error, while: "cannot read the events")
        if failure.kind == .cancelled { throw failure }
        return failure
    }
}

extension EventOccurrence {
    /// The occurrence with the record of its recipient, where the address is a contact's.
    fileprivate func attributed(to contacts: [String: Int64]) -> EventOccurrence {
        guard let address = properties[MarketingEmailEventKind.recipientProperty]?.lowercased(),
            let contact = contacts[address]
        else { return self }
        var copy = self
        copy.objectID = contact
        copy.objectTypeID = .contacts
        return copy
    }
}

extension EventsOutcome {
    fileprivate mutating func note(_ failure: Failure, _ plan: SyncPlan) {
        self.failure = failure
        if let table = plan.tables.first(where: { $0.kind == .events(type.fullyQualifiedName) }) {
            skipped.append(.init(table.name, failure))
        }
    }
}
