import Foundations
import Parquet

/// Metadata before a change and after it. Pure.
extension TableMetadata {
    /// Properties of every new table: engines that rewrite our files keep zstd instead of their own default.
    static let initialProperties = [
        "write.format.default": "parquet", "write.parquet.compression-codec": "zstd",
    ]

    /// A new table's metadata, without a snapshot yet.
    init(creating change: TableChange, in folder: TableFolder, as identity: CommitIdentity) throws {
        var spec = PartitionSpec.unpartitioned
        if let column = change.partitionColumn {
            spec = .identity(of: try Self.partitionField(column, change.schema), id: 0, partitionFieldID: 1000)
        }
        self.init(
            uuid: identity.tableUUID, location: folder.location, lastSequenceNumber: 0,
            lastUpdated: Timestamp(microseconds: 0), lastColumnID: change.schema.lastColumnID,
            schemas: [StoredSchema(id: 0, schema: change.schema, json: change.schema.json(id: 0))], currentSchemaID: 0,
            specs: [spec], defaultSpecID: 0, lastPartitionID: spec.fields.first?.id ?? 999,
            sortOrders: [["order-id": 0, "fields": []]], defaultSortOrderID: 0, properties: Self.initialProperties,
            snapshots: [], snapshotLog: [], metadataLog: [], refs: JSONObject())
    }

    /// This metadata with the change's schema as the current one. A schema that the table had before gets its id again.
    func evolved(to change: TableChange) throws -> TableMetadata {
        var metadata = self
        let wanted = change.schema
        let missing = schema?.fields.first { field in !wanted.fields.contains { $0.id == field.id } }
        guard missing == nil, schema?.foreignFields.count == wanted.foreignFields.count else {
            throw Failure(
                .conflict, "cannot change the table's schema",
                why: "it was planned on an older schema than the table has", remedy: "Run the sync again.")
        }
        if schema == wanted { return self }
        if let known = schemas.last(where: { $0.schema.isSame(as: wanted) }) {
            metadata.currentSchemaID = known.id
        } else {
            let id = (schemas.map(\.id).max() ?? -1) + 1
            metadata.schemas.append(StoredSchema(id: id, schema: wanted, json: wanted.json(id: id)))
            metadata.currentSchemaID = id
        }
        metadata.lastColumnID = max(lastColumnID, wanted.lastColumnID)
        return metadata
    }

    /// Makes `snapshot` the current one.
    mutating func add(_ snapshot: Snapshot) {
        snapshots.append(snapshot)
        currentSnapshotID = snapshot.id
        snapshotLog.append([
            "snapshot-id": .integer(snapshot.id), "timestamp-ms": .integer(snapshot.timestamp.milliseconds),
        ])
        // Another program may have set how long the branch keeps its snapshots.
        var main = refs["main"]?.object ?? ["type": "branch"]
        main["snapshot-id"] = .integer(snapshot.id)
        refs["main"] = .object(main)
    }

    /// What every commit changes: properties, times, the log of metadata files.
    mutating func finish(
        _ change: TableChange, onto base: CommitBase?, at time: Timestamp, as identity: CommitIdentity
    ) {
        properties.merge(change.properties) { $1 }
        if let comment = change.comment { properties["comment"] = comment }
        properties.merge(TableCursorProperty.properties(change.cursor, of: currentSnapshot)) { $1 }
        properties["hublake.write-id"] = identity.writeID
        lastUpdated = time
        guard let base else { return }
        metadataLog.append([
            "metadata-file": .string(base.metadataPath),
            "timestamp-ms": .integer(base.metadata.lastUpdated.milliseconds),
        ])
        let limit = properties["write.metadata.previous-versions-max"].flatMap { Int($0) } ?? 100
        metadataLog.removeFirst(max(0, metadataLog.count - max(1, limit)))
    }

    // MARK: Partitioning

    /// The spec that files of `change` follow: the default one, or an earlier one that divides by the same column.
    func spec(for change: TableChange) throws -> PartitionSpec {
        let column = try change.partitionColumn.map { try Self.partitionField($0, change.schema).id }
        let preferred = specs.filter { $0.id == defaultSpecID } + specs
        guard let spec = preferred.first(where: { $0.divides(by: column) && (column == nil || $0.fields.count == 1) })
        else {
            throw Failure(
                .configuration, "cannot write to the table", why: "it is partitioned in another way",
                remedy: "Recreate the table in another folder; a table's partitioning is fixed when it is created.")
        }
        return spec
    }

    /// The Iceberg types of all columns that the table ever had, by id.
    var columnTypes: [Int32: String] {
        var types: [Int32: String] = [:]
        for stored in schemas { for field in stored.schema.fields { types[field.id] = field.type.icebergName } }
        return types
    }

    /// The current schema's JSON, as it stands in the metadata.
    var currentSchemaJSON: JSONValue { schemas.last { $0.id == currentSchemaID }?.json ?? .null }

    private static func partitionField(_ name: String, _ schema: TableSchema) throws -> TableField {
        guard let field = schema[name], field.type == .string else {
            throw Failure(.internal, "cannot partition by \(name)", why: "it is not a text column of the table")
        }
        return field
    }
}

extension TableSchema {
    /// Equal but for ids given to columns that neither has.
    fileprivate func isSame(as other: TableSchema) -> Bool {
        fields == other.fields && identifierNames == other.identifierNames && foreignFields == other.foreignFields
    }
}
