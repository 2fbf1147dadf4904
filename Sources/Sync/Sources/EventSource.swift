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
    /// Occurrences never change, so after the first run only a window is read, which overlaps the last: HubSpot lists some late.
    ///
    /// - Parameter contacts: contacts by e-mail address, known once all of them are read; none where the run reads only some.
    func syncEvents(
        _ plan: SyncPlan, _ discovery: Discovery, contacts: GrowingList<ContactAddresses>, _ agenda: Agenda,
        _ results: inout RunResults
    ) async throws {
        let combined =
            plan.contains(.combinedEvents) ? try await OpenTable.open(CombinedEventsTable.definition, context) : nil
        func isWanted(_ type: EventType) -> Bool {
            combined != nil || plan.contains(.events(type.fullyQualifiedName))
        }
        let types = discovery.eventTypes.filter(isWanted)
        var outcomes = try await types.mapConcurrently(limit: settings.parallelSources) { type in
            try await syncOccurrences(of: type, plan, discovery, combined, agenda)
        }
        if discovery.emailEventTypes.contains(where: isWanted) {
            outcomes += try await syncEmailEvents(
                discovery.emailEventTypes.filter(isWanted), plan, contacts, combined, agenda)
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
        of type: EventType, _ plan: SyncPlan, _ discovery: Discovery, _ combined: OpenTable?, _ agenda: Agenda
    ) async throws -> EventsOutcome {
        var outcome = EventsOutcome(type: type)
        do {
            var writers = try await eventWriters(type, plan, combined, agenda)
            do {
                let start = writers.start
                try await writers.begin(at: start)
                for try await page in hubspot.occurrences(of: type, from: start, objectTypes: discovery.types) {
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
        _ types: [EventType], _ plan: SyncPlan, _ addresses: GrowingList<ContactAddresses>, _ combined: OpenTable?,
        _ agenda: Agenda
    ) async throws -> [EventsOutcome] {
        var outcomes = types.map { EventsOutcome(type: $0) }
        var writers: [String: EventWriters] = [:]
        do {
            for type in types {
                writers[type.fullyQualifiedName] = try await eventWriters(type, plan, combined, agenda)
            }
            // One stream for all: it begins where the first of them must.
            let starts = writers.values.map(\.start)
            let start = starts.contains(nil) ? nil : starts.compactMap(\.self).min()
            for name in writers.keys { try await writers[name]?.begin(at: start) }
            var known: ContactAddresses?
            for try await page in hubspot.marketingEmailEvents(from: start) where !page.isEmpty {
                // All contacts' addresses are read for this, so only once there is an event to ask about.
                let contacts =
                    if let known { known } else {
                        try await contactAddresses(plan, read: try await addresses.elements(0..<1).first)
                    }
                known = contacts
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
        _ type: EventType, _ plan: SyncPlan, _ combined: OpenTable?, _ agenda: Agenda
    ) async throws -> EventWriters {
        let isSelected = plan.contains(.events(type.fullyQualifiedName))
        let base =
            isSelected
            ? try await plan.names[type].flatMapAsync { try await LakehouseTable.load(folder: $0, from: store) } : nil
        let assigned = try base?.properties[ColumnAssignment.tableProperty].map(ColumnAssignment.decode) ?? []
        return EventWriters(
            EventsTable(type: type, names: plan.names, assigned: assigned, settings: settings.tables),
            isSelected: isSelected, base: base, combined: combined, agenda, context)
    }

    /// Contacts by e-mail address: as just read, else as the table has them, else read for this alone.
    private func contactAddresses(_ plan: SyncPlan, read: ContactAddresses?) async throws -> ContactAddresses {
        if let read { return read }
        var addresses = ContactAddresses()
        if plan.contains(.objects(.contacts)), let name = plan.names[.contacts]?.table,
            let table = try await LakehouseTable.load(folder: name, from: store), table.schema["property_email"] != nil
        {
            for try await batch in try await table.read(columns: ["objectid", "property_email"]) {
                guard let ids = batch["objectid"]?.int64s, let texts = batch["property_email"] else { continue }
                for (row, id) in ids.enumerated() { addresses.add(texts.string(row), of: id) }
            }
            return addresses
        }
        guard let contacts = plan.types.first(where: { $0.id == .contacts }) else { return addresses }
        for try await page in hubspot.records(of: contacts, properties: ["email"]) {
            for record in page.records { addresses.add(record.values.first ?? nil, of: record.id) }
        }
        return addresses
    }

    private func failure(_ error: any Error) throws -> Failure {
        let failure = Failure(error, while: "cannot read the events")
        if failure.kind == .cancelled { throw failure }
        return failure
    }
}

extension EventOccurrence {
    /// The occurrence with the record of its recipient, where the address is a contact's.
    fileprivate func attributed(to contacts: ContactAddresses) -> EventOccurrence {
        guard let address = properties[MarketingEmailEventKind.recipientProperty],
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
