import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// One stream feeds the tables of all kinds; it is all or nothing, since one kind's part of it can't be told from the rest.
    func syncEmailEvents(
        _ types: [EventType], _ plan: SyncPlan, _ addresses: GrowingList<ContactAddresses>, _ combined: OpenTable?,
        _ readings: EventReadings
    ) async throws -> [EventsOutcome] {
        var outcomes = types.map { EventsOutcome(type: $0) }
        var writers: [String: EventWriters] = [:]
        do {
            var ends: [Timestamp?] = []
            for type in types {
                let writer = try await eventWriters(type, plan, combined, readings)
                ends.append(try await writer.through())
                writers[type.fullyQualifiedName] = writer
            }
            // One stream for all: it begins where the first of them must.
            let hourly = types.compactMap { readings.pulses[$0.fullyQualifiedName]?.hourly }.reduce(0, +)
            let start = readings.start(
                after: ends.contains(nil) ? nil : ends.compactMap(\.self).min(),
                overlap: EventWindow.overlap(hourly: hourly, page: HubSpotLimits().emailEventPage))
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
            let failure = try eventFailure(error)
            for name in writers.keys { try await writers[name]?.abandon() }
            for index in outcomes.indices { outcomes[index].note(failure, plan) }
            return outcomes
        }
        for index in outcomes.indices {
            let name = outcomes[index].type.fullyQualifiedName
            do {
                guard let finished = try await writers[name]?.finish() else { continue }
                (outcomes[index].table, outcomes[index].combined) = finished
                outcomes[index].pulse = writers[name]?.tally.pulse(after: readings.pulses[name])
                if let table = outcomes[index].table { observe(.finished(table.report)) }
            } catch {
                outcomes[index].note(try eventFailure(error), plan)
            }
        }
        return outcomes
    }

    /// Contacts by e-mail address: as just read, else as the table has them, else read for this alone.
    private func contactAddresses(_ plan: SyncPlan, read: ContactAddresses?) async throws -> ContactAddresses {
        if let read { return read }
        var addresses = ContactAddresses()
        if plan.contains(.objects(.contacts)), let name = plan.names[.contacts]?.table,
            let table = try await LakehouseTable.load(folder: name, from: store),
            table.schema["property_email"] != nil,
            TableCursor(table.cursor).load(nil) == nil
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
