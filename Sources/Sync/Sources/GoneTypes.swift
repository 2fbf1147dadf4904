import CRM
import Foundations
import Lakehouse
import Tables

extension Discovery {
    /// Custom types of earlier runs that HubSpot no longer lists; none while it does not say which types there are.
    func goneTypes(_ earlier: TableNames) -> [ObjectTypeID] {
        earlier.types.map(\.objectTypeID).filter { type in
            type.isCustom && refusals[type] == nil && !types.contains { $0.id == type }
        }
    }
}

extension SyncRun {
    /// Deleted types keep their tables, which readers may have open, but no record: HubSpot deletes a type only after its records.
    func emptyTables(of gone: [ObjectTypeID], _ plan: SyncPlan, _ results: inout RunResults) async throws {
        guard !gone.isEmpty else { return }
        let shared = SharedRecordTables.definitions.filter { $0.0 != .propertyHistory }
        for (kind, definition) in shared + [(.combinedAssociations, CombinedAssociationsTable().definition)]
        where plan.contains(kind) {
            try await retake(definition.name, &results) { try await withoutPartitions(gone, of: definition) }
        }
        for name in plan.individualTables(of: gone, matching: settings.tablePatterns) {
            try await retake(name, &results) { try await withoutRows(name) }
        }
    }

    /// Takes in what `body` made of a table that this run may have committed before: what was said of it then still holds.
    private func retake(
        _ name: String, _ results: inout RunResults, _ body: () async throws -> CommittedTable?
    ) async throws {
        switch try await Discovery.settled(body) {
        case .success(nil): break
        case .success(var committed?):
            let earlier = results.tables[name]?.report
            committed.report.unparsedValues = earlier?.unparsedValues ?? [:]
            committed.report.warnings += earlier?.warnings ?? []
            results.add([committed], to: observe)
        case .failure(let failure): results.leave([.init(name, failure)], observe)
        }
    }

    /// The shared table without what it holds of the types; nil where it holds nothing of them.
    private func withoutPartitions(
        _ gone: [ObjectTypeID], of definition: TableDefinition
    ) async throws -> CommittedTable? {
        let table = try await OpenTable.open(definition, context)
        var parts: [WrittenRows] = []
        for type in gone where table.cursor.holds(type.rawValue) {
            var writer = table.writer(partition: type.rawValue)
            parts.append(try await writer.finish())
        }
        return parts.contains { $0.files != nil } ? try await table.commit(parts) : nil
    }

    /// The table without rows; nil where it has none or is not there.
    private func withoutRows(_ name: String) async throws -> CommittedTable? {
        guard let base = try await LakehouseTable.load(folder: name, from: store), base.totals.rows > 0 else {
            return nil
        }
        let definition = TableDefinition(
            name: name, comment: base.properties["comment"] ?? "",
            columns: base.schema.fields.map {
                TableColumn($0.name, $0.type, isRequired: $0.isRequired, comment: $0.comment ?? "")
            })
        let table = try await OpenTable(definition, base: base, context)
        var writer = table.writer()
        return try await table.commit([try await writer.finish()])
    }
}

extension SyncPlan {
    /// The selected tables that hold nothing without these types' records.
    fileprivate func individualTables(of gone: [ObjectTypeID], matching patterns: [String]) -> [String] {
        let pairs = names.pairs.map(\.pair).filter { gone.contains($0.from) || gone.contains($0.to) }
        return TableSelection(
            types: gone, pairs: pairs, events: [], names: names, organization: .individual, patterns: patterns
        ).tables.filter {
            switch $0.kind {
            case .objects, .associations: true
            default: false
            }
        }.map(\.name)
    }
}
