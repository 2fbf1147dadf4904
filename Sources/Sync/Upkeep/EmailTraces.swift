import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// E-mail events to addresses that contacts had, where they are no record's: HubSpot names the recipient's address alone, and
    /// an event that was read before its contact has no id that would find it.
    ///
    /// - Returns: keys of the rows by table.
    func emailEvents(
        of contacts: Set<Int64>, _ names: TableNames, _ known: Set<String>
    ) async throws -> [String: [RowKeys]] {
        var tables: [(table: LakehouseTable, name: String, isCombined: Bool)] = []
        let combined = CombinedEventsTable.definition
        for name in names.events.map(\.table) + [combined.name] where known.contains(name) {
            guard let table = try await LakehouseTable.load(folder: name, from: store), table.currentSnapshot != nil
            else { continue }
            guard name == combined.name || table.schema[EmailTraces.recipientColumn] != nil else { continue }
            tables.append((table, name, name == combined.name))
        }
        guard !tables.isEmpty else { return [:] }
        var traces = EmailTraces(try await addresses(of: contacts, names, known))
        let isTheirs = RowKeys(
            of: contacts, in: "objectid", partition: ("objecttypeid", ObjectTypeID.contacts.rawValue))
        for (table, _, isCombined) in tables {
            let rows = try await table.locate(isTheirs)
            for try await batch in try table.read(rows, columns: [EmailTraces.column(isCombined)]) {
                traces.learn(batch, isCombined)
            }
        }
        var found: [(name: String, rows: ColumnBatch, isCombined: Bool)] = []
        for (table, name, isCombined) in tables {
            let columns = Set(combined.primaryKey + ["objectid", EmailTraces.column(isCombined)])
            for try await batch in try await table.read(columns: columns) {
                let rows = batch.rows(traces.rows(of: batch, isCombined))
                if rows.rowCount > 0 { found.append((name, rows, isCombined)) }
            }
        }
        // What HubSpot lists still came after the deletion, and is as it should be.
        let recipients = Set(found.flatMap { EmailTraces.recipients(of: $0.rows, $0.isCombined) })
        traces.listed = try await listedEvents(to: recipients)
        var keys: [String: [RowKeys]] = [:]
        for (name, rows, isCombined) in found {
            var theirs = RowKeys(columns: combined.primaryKey)
            theirs.insert(rows.rows(traces.rows(of: rows, isCombined)))
            if !theirs.isEmpty { keys[name, default: []].append(theirs) }
        }
        return keys
    }

    /// The e-mail events that HubSpot has to these addresses.
    private func listedEvents(to recipients: Set<String>) async throws -> Set<EmailTraces.Event> {
        var listed: Set<EmailTraces.Event> = []
        for recipient in recipients.sorted() {
            for try await page in hubspot.marketingEmailEvents(recipient: recipient) {
                for event in page { listed.insert(.init(id: event.occurrence.id, time: event.occurrence.occurredAt)) }
            }
        }
        return listed
    }

    /// The addresses that contacts had, as far as history and the last snapshot with them tell.
    private func addresses(
        of contacts: Set<Int64>, _ names: TableNames, _ known: Set<String>
    ) async throws -> Set<String> {
        var addresses = EmailTraces([])
        let history = PropertyHistoryTable.definition.name
        if known.contains(history), let table = try await LakehouseTable.load(folder: history, from: store) {
            let type = ObjectTypeID.contacts.rawValue
            let keys = RowKeys(of: contacts, in: "objectid", partition: ("objecttypeid", type))
            let rows = try await table.locate(keys, partition: type)
            for try await batch in try table.read(rows, columns: ["name", "value"]) { addresses.learnHistory(batch) }
        }
        if let name = names[.contacts]?.table, known.contains(name),
            let table = try await LakehouseTable.load(folder: name, from: store)
        {
            let columns = Set(EmailTraces.properties.map { "property_\($0)" }.filter { table.schema[$0] != nil })
            guard !columns.isEmpty else { return addresses.addresses }
            for batch in try await table.lastRows(RowKeys("objectid", contacts), columns: columns) {
                for column in columns { addresses.learn(batch[column]) }
            }
        }
        return addresses.addresses
    }
}

/// Addresses, and which rows of e-mail events are to one of them but no record's. Pure.
struct EmailTraces: Sendable {
    /// The properties of a contact that hold addresses.
    static let properties = ["email", "hs_additional_emails"]
    /// The column of the recipient in a table of one event type.
    static let recipientColumn = "property_\(MarketingEmailEventKind.recipientProperty)"

    /// In small letters.
    private(set) var addresses: Set<String>
    /// Events that stay.
    var listed: Set<Event> = []

    /// What names an event.
    struct Event: Sendable, Hashable {
        var id: String
        var time: Timestamp
    }

    init(_ addresses: Set<String>) { self.addresses = addresses }

    /// The column that holds the address.
    static func column(_ isCombined: Bool) -> String { isCombined ? "properties" : recipientColumn }

    /// Takes in the addresses of a contact's property; several are separated by `;`.
    mutating func learn(_ vector: ColumnVector?) {
        guard let vector else { return }
        for row in 0..<vector.count {
            for address in (vector.string(row) ?? "").split(separator: ";") { addresses.insert(address.lowercased()) }
        }
    }

    /// Takes in rows of the history.
    mutating func learnHistory(_ batch: ColumnBatch) {
        guard let names = batch["name"], let values = batch["value"] else { return }
        for row in 0..<batch.rowCount where Self.properties.contains(names.string(row) ?? "") {
            for address in (values.string(row) ?? "").split(separator: ";") { addresses.insert(address.lowercased()) }
        }
    }

    /// Takes in the recipients of events.
    mutating func learn(_ batch: ColumnBatch, _ isCombined: Bool) {
        for row in 0..<batch.rowCount {
            if let address = Self.address(batch, row, isCombined) { addresses.insert(address) }
        }
    }

    /// The rows that are to one of the addresses, no record's, and not listed.
    func rows(of batch: ColumnBatch, _ isCombined: Bool) -> [Int] {
        guard let records = batch["objectid"], let ids = batch["id"], let times = batch["occurredat"]?.int64s
        else { return [] }
        return (0..<batch.rowCount).filter { row in
            guard records.isNull(row), let address = Self.address(batch, row, isCombined) else { return false }
            let event = Event(id: ids.string(row) ?? "", time: Timestamp(microseconds: times[row]))
            return addresses.contains(address) && !listed.contains(event)
        }
    }

    /// The addresses of the rows.
    static func recipients(of batch: ColumnBatch, _ isCombined: Bool) -> Set<String> {
        Set((0..<batch.rowCount).compactMap { address(batch, $0, isCombined) })
    }

    private static func address(_ batch: ColumnBatch, _ row: Int, _ isCombined: Bool) -> String? {
        guard let text = batch[column(isCombined)]?.string(row) else { return nil }
        guard isCombined else { return text.lowercased() }
        let properties = JSONValue(utf8: Array(text.utf8))
        return properties?[MarketingEmailEventKind.recipientProperty]?.string?.lowercased()
    }
}

extension ColumnBatch {
    /// Some of the rows.
    fileprivate func rows(_ rows: [Int]) -> ColumnBatch {
        var picked = ColumnBatch(columns: columns)
        for row in rows { picked.append(self, rows: row..<(row + 1)) }
        return picked
    }
}
