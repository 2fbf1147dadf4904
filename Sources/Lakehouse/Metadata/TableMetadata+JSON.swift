import Foundations

/// Iceberg's JSON of a table (spec, Appendix C, "Table Metadata and Snapshots").
extension TableMetadata {
    private static let known: Set = [
        "format-version", "table-uuid", "location", "last-sequence-number", "last-updated-ms", "last-column-id",
        "schemas", "current-schema-id", "partition-specs", "default-spec-id", "last-partition-id", "sort-orders",
        "default-sort-order-id", "properties", "current-snapshot-id", "snapshots", "snapshot-log", "metadata-log",
        "refs",
    ]

    init(utf8 bytes: [UInt8]) throws {
        guard let json = JSONValue(utf8: bytes), let object = json.object else {
            throw Failure(.invalidData, "cannot read the table's metadata", why: "it is not a JSON object")
        }
        let version = try json.int64("format-version")
        guard version == 2 else {
            throw Failure(
                .configuration, "cannot use the table", why: "it is of Iceberg's format version \(version)",
                remedy: "hublake reads and writes version 2 tables; recreate the table, or give hublake another folder."
            )
        }
        uuid = try json.text("table-uuid")
        location = try json.text("location")
        lastSequenceNumber = try json.int64("last-sequence-number")
        lastUpdated = try Timestamp(metadataMilliseconds: json.int64("last-updated-ms"))
        let lastColumnID = try json.int32("last-column-id")
        self.lastColumnID = lastColumnID
        schemas = try json.list("schemas").map { member in
            StoredSchema(
                id: try member.int32("schema-id"),
                schema: try TableSchema(json: member, lastColumnID: lastColumnID), json: member)
        }
        currentSchemaID = try json.int32("current-schema-id")
        specs = try json.list("partition-specs").map(PartitionSpec.init(json:))
        defaultSpecID = try json.int32("default-spec-id")
        lastPartitionID = try json.int32("last-partition-id")
        sortOrders = try json.list("sort-orders")
        defaultSortOrderID = try json.int64("default-sort-order-id")
        properties = try json.texts("properties")
        // Older Java libraries wrote -1 for none.
        currentSnapshotID = json["current-snapshot-id"]?.integer.flatMap { $0 == -1 ? nil : $0 }
        snapshots = try (json["snapshots"]?.array ?? []).map(Snapshot.init(json:))
        snapshotLog = json["snapshot-log"]?.array ?? []
        metadataLog = json["metadata-log"]?.array ?? []
        refs = json["refs"]?.object ?? JSONObject()
        others = object.others(than: Self.known)
        // Ids above are Iceberg's own; all of these are counted up from.
        let highestID = Int32.max - 200
        guard lastSequenceNumber < Int64.max - 1,
            schemas.allSatisfy({ $0.id < highestID && $0.schema.lastColumnID < highestID })
        else { throw Failure(.invalidData, "cannot read the table's metadata", why: "a number is out of range") }
        guard schema != nil else {
            throw Failure(.invalidData, "cannot read the table's metadata", why: "the current schema is missing")
        }
        guard currentSnapshotID == nil || currentSnapshot != nil else {
            throw Failure(.invalidData, "cannot read the table's metadata", why: "the current snapshot is missing")
        }
    }

    var utf8: [UInt8] {
        var json: JSONObject = [
            "format-version": 2, "table-uuid": .string(uuid), "location": .string(location),
            "last-sequence-number": .integer(lastSequenceNumber), "last-updated-ms": .integer(lastUpdated.milliseconds),
            "last-column-id": .integer(lastColumnID), "current-schema-id": .integer(currentSchemaID),
            "schemas": .array(schemas.map(\.json)), "default-spec-id": .integer(defaultSpecID),
            "partition-specs": .array(specs.map(\.json)), "last-partition-id": .integer(lastPartitionID),
            "default-sort-order-id": .integer(defaultSortOrderID), "sort-orders": .array(sortOrders),
            "properties": .object(JSONObject(texts: properties)),
        ]
        json["current-snapshot-id"] = currentSnapshotID.map { .integer($0) }
        json["refs"] = .object(refs)
        json["snapshots"] = .array(snapshots.map(\.json))
        json["snapshot-log"] = .array(snapshotLog)
        json["metadata-log"] = .array(metadataLog)
        json.add(others)
        return JSONValue.object(json).utf8
    }
}
