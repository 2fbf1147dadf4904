import CRM

extension RecordPage {
    /// The property in which a survivor of merges names the records that it absorbed.
    static let mergedIDs = "hs_merged_object_ids"

    /// Records that HubSpot merged into others of this page, each with the one that names it.
    var absorbed: [Int64: Int64] {
        guard let column = propertyNames.firstIndex(of: Self.mergedIDs) else { return [:] }
        var absorbed: [Int64: Int64] = [:]
        for record in records {
            for text in (record.values[column] ?? "").split(separator: ";") {
                // Blanks around the separator occur; a survivor that kept its id may name itself.
                guard let id = Int64(text.filter { $0 != " " }), id != record.id else { continue }
                absorbed[id] = record.id
            }
        }
        return absorbed
    }
}

extension TypeShape {
    /// What names merged records, for types that have it.
    var mergeProperties: [String] {
        properties.contains { $0.name == RecordPage.mergedIDs && !$0.isArchived } ? [RecordPage.mergedIDs] : []
    }
}
