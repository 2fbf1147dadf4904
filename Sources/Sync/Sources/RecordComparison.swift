import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

/// How a table tells what it has of some properties of each record, so that HubSpot's statements can be held against it.
struct RecordComparison: Sendable {
    /// How the values stand in the table.
    private enum Layout: Sendable {
        /// In columns of their own, or not at all.
        case columns([String])
        /// In a row each, with the property's name.
        case rows
        /// In a JSON object.
        case json
    }

    /// Whether the table has a row for each record.
    let tellsRecords: Bool
    private let base: LakehouseTable
    private let partition: String?
    private let layout: Layout
    private let names: Set<String>
    private let rows: @Sendable (RecordPage, inout ConversionCounts) -> ColumnBatch

    /// Nil for tables that do not tell current values, and for those that were never written.
    init?(_ feed: RecordFeed, _ shape: TypeShape, of names: Set<String>) {
        guard let base = feed.table.base, base.currentSnapshot != nil else { return nil }
        self.base = base
        self.names = names
        partition = feed.writer.partition
        tellsRecords = feed.tellsRecords
        let (type, properties) = (shape.type.id, shape.properties)
        // When a row is read is not compared.
        let never = Timestamp(microseconds: 0)
        switch feed.table.name {
        case ObjectPropertiesTable.definition.name:
            layout = .rows
            let table = ObjectPropertiesTable(type: type, properties: properties, requested: Array(names))
            rows = { table.batch(for: $0, ingestedAt: never, counting: &$1) }
        case CombinedPropertiesTable.definition.name:
            layout = .json
            let table = CombinedPropertiesTable(type: type, properties: properties, requested: Array(names))
            rows = { table.batch(for: $0, ingestedAt: never, counting: &$1) }
        case CombinedObjectsTable().definition.name:
            layout = .columns([])
            rows = { page, _ in CombinedObjectsTable().batch(for: page, of: type, ingestedAt: never) }
        case shape.objects.definition.name:
            let table = shape.objects.narrowed(to: names)
            layout = .columns(table.propertyColumns.filter { base.schema[$0] != nil })
            rows = { table.batch(for: $0, ingestedAt: never, counting: &$1) }
        default: return nil
        }
    }

    /// What the table has.
    func known() async throws -> KnownRecords {
        var columns: Set = ["objectid", "updatedat"]
        switch layout {
        case .columns(let more): columns.formUnion(more)
        case .rows: columns.formUnion(["name", "value"])
        case .json: columns.insert("properties")
        }
        var entries: [KnownRecords.Entry] = []
        for try await batch in try await base.read(columns: columns, partition: partition) {
            entries += self.entries(of: batch)
        }
        return KnownRecords(entries)
    }

    /// What the table would have of the records of `page`.
    func stated(_ page: RecordPage) -> KnownRecords {
        // What does not parse was counted when the record was read.
        var counts = ConversionCounts()
        return KnownRecords(entries(of: rows(page, &counts)))
    }

    private func entries(of batch: ColumnBatch) -> [KnownRecords.Entry] {
        switch layout {
        case .columns(let columns): return KnownRecords.Entry.entries(of: batch, columns)
        case .rows:
            let entries = KnownRecords.Entry.entries(of: batch, ["name", "value"])
            guard let property = batch["name"] else { return [] }
            return zip(entries, 0...).filter { property.string($1).map(names.contains) ?? false }.map(\.0)
        case .json:
            guard let texts = batch["properties"] else { return [] }
            return zip(KnownRecords.Entry.entries(of: batch), 0...).map { entry, row in
                var entry = entry
                entry.values = values(inJSON: Array(texts.stringBytes[texts.stringRange(row)]))
                return entry
            }
        }
    }

    private func values(inJSON text: [UInt8]) -> UInt64 {
        let members = JSONValue(utf8: text)?.object?.members ?? []
        return members.lazy.filter { names.contains($0.name) }.reduce(0) { sum, member in
            var hasher = Hasher()
            hasher.combine(member)
            return sum &+ UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }
}
