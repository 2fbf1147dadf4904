import Avro
import Foundations

/// Manifests as Avro files.
extension Manifest {
    /// Reads a manifest of any writer; fields are found by their ids.
    init(avro bytes: [UInt8]) throws {
        var reader = try AvroFileReader(bytes)
        content = reader.metadata["content"] == "deletes" ? .deletes : .data
        specID = reader.metadata["partition-spec-id"].flatMap { Int32($0) } ?? 0
        partitionType = Self.partitionType(in: reader.schema.json) ?? ["type": "record", "name": "r102", "fields": []]
        entries = []
        while let block = try reader.nextBlock() {
            for value in block { entries.append(try ManifestEntry(avro: value)) }
        }
    }

    /// The manifest as a file.
    ///
    /// - Parameters:
    ///   - schema: the table's current schema, which the header repeats.
    ///   - spec: the spec that the entries' partitions follow.
    ///   - syncMarker: 16 random bytes.
    func avro(schema: JSONValue, schemaID: Int32, spec: PartitionSpec, syncMarker: [UInt8]) throws -> [UInt8] {
        let metadata = [
            "schema": schema.text, "schema-id": String(schemaID), "partition-spec": spec.fieldsJSON.text,
            "partition-spec-id": String(spec.id), "format-version": "2",
            "content": content == .data ? "data" : "deletes",
        ]
        let entrySchema = try ManifestSchemas.entry(partition: partitionType)
        var writer = AvroFileWriter(schema: entrySchema, metadata: metadata, syncMarker: syncMarker)
        let layout = try ManifestEntry.Layout(entrySchema)
        for entry in entries { try writer.append(entry.avro(layout)) }
        return try writer.finish()
    }

    private static func partitionType(in schema: JSONValue) -> AvroTypeJSON? {
        func field(_ id: Int64, of record: JSONValue?) -> JSONValue? {
            record?["fields"]?.array?.first { $0["field-id"]?.integer == id }?["type"]
        }
        return field(102, of: field(2, of: schema))
    }
}

extension ManifestEntry {
    /// The record types of an entry, found once per file.
    struct Layout {
        let entry: [AvroField]
        let file: [AvroField]
        let partition: [AvroField]

        init(_ schema: AvroSchema) throws {
            guard case .record(let entry) = schema.type,
                case .record(let file)? = entry.first(where: { $0.id == 2 })?.type,
                case .record(let partition)? = file.first(where: { $0.id == 102 })?.type
            else { throw AvroError(.schema, "not a manifest's schema") }
            self.entry = entry
            self.file = file
            self.partition = partition
        }
    }

    init(avro value: AvroValue) throws {
        guard let entry = value.record, let code = entry[id: 0]?.integer,
            let status = Int32(exactly: code).flatMap(Status.init(rawValue:)), let file = entry[id: 2]?.record
        else { throw AvroError(.damaged, "a manifest entry without status or file") }
        self.status = status
        snapshotID = entry[id: 1]?.integer
        sequenceNumber = entry[id: 3]?.integer
        fileSequenceNumber = entry[id: 4]?.integer
        self.file = try DataFile(avro: file)
    }

    func avro(_ layout: Layout) -> AvroValue {
        let values: [AvroValue] = [
            .int(status.rawValue), .optional(snapshotID), .optional(sequenceNumber), .optional(fileSequenceNumber),
            file.avro(layout),
        ]
        return .record(AvroRecord(fields: layout.entry, values: values))
    }
}

extension DataFile {
    init(avro record: AvroRecord) throws {
        guard let path = record[id: 100]?.string, let rows = record[id: 103]?.integer.flatMap(Int.init(exactly:)),
            let bytes = record[id: 104]?.integer.flatMap(Int.init(exactly:)), PlausibleCount.contains(rows),
            PlausibleCount.contains(bytes)
        else { throw AvroError(.damaged, "a manifest's file without path, rows or size") }
        self.init(path: path, recordCount: rows, byteCount: bytes)
        format = record[id: 101]?.string ?? "PARQUET"
        content = record[id: 134]?.integer.flatMap(Int32.init(exactly:)) ?? 0
        partition = record[id: 102]?.record?.values ?? []
        columnByteCounts = Self.map(record[id: 108]) { $0.integer.map(Int.init) }
        valueCounts = Self.map(record[id: 109]) { $0.integer.map(Int.init) }
        nullCounts = Self.map(record[id: 110]) { $0.integer.map(Int.init) }
        nanCounts = Self.map(record[id: 137]) { $0.integer.map(Int.init) }
        lowerBounds = Self.map(record[id: 125], \.bytes)
        upperBounds = Self.map(record[id: 128], \.bytes)
        keyMetadata = record[id: 131]?.bytes
        splitOffsets = (record[id: 132]?.array ?? []).compactMap { $0.integer.map(Int.init) }
        equalityIDs = (record[id: 135]?.array ?? []).compactMap { $0.integer.flatMap(Int32.init(exactly:)) }
        sortOrderID = record[id: 140]?.integer.flatMap(Int32.init(exactly:))
        referencedDataFile = record[id: 143]?.string
    }

    func avro(_ layout: ManifestEntry.Layout) -> AvroValue {
        let values: [AvroValue] = [
            .int(content), .string(path), .string(format),
            .record(AvroRecord(fields: layout.partition, values: partition)),
            .long(Int64(recordCount)), .long(Int64(byteCount)), Self.avro(columnByteCounts), Self.avro(valueCounts),
            Self.avro(nullCounts), Self.avro(nanCounts), Self.avro(lowerBounds), Self.avro(upperBounds),
            keyMetadata.map { .bytes($0) } ?? .null,
            splitOffsets.isEmpty ? .null : .array(splitOffsets.map { .long(Int64($0)) }),
            equalityIDs.isEmpty ? .null : .array(equalityIDs.map { .int($0) }),
            sortOrderID.map { .int($0) } ?? .null, referencedDataFile.map { .string($0) } ?? .null,
        ]
        return .record(AvroRecord(fields: layout.file, values: values))
    }

    // MARK: Maps by field id

    private static let longPair = [AvroField(name: "key", type: .int), AvroField(name: "value", type: .long)]
    private static let bytesPair = [AvroField(name: "key", type: .int), AvroField(name: "value", type: .bytes)]

    private static func avro(_ map: [Int32: Int]) -> AvroValue {
        pairs(map, longPair) { .long(Int64($0)) }
    }

    private static func avro(_ map: [Int32: [UInt8]]) -> AvroValue {
        pairs(map, bytesPair) { .bytes($0) }
    }

    private static func pairs<Value>(
        _ map: [Int32: Value], _ fields: [AvroField], _ value: (Value) -> AvroValue
    ) -> AvroValue {
        guard !map.isEmpty else { return .null }
        return .array(
            map.sorted { $0.key < $1.key }.map {
                .record(AvroRecord(fields: fields, values: [.int($0.key), value($0.value)]))
            })
    }

    private static func map<Value>(_ value: AvroValue?, _ read: (AvroValue) -> Value?) -> [Int32: Value] {
        var map: [Int32: Value] = [:]
        for pair in value?.array ?? [] {
            guard let values = pair.record?.values, values.count == 2, let key = values[0].integer,
                let id = Int32(exactly: key)
            else { continue }
            map[id] = read(values[1])
        }
        return map
    }
}

extension AvroValue {
    static func optional(_ number: Int64?) -> AvroValue { number.map { .long($0) } ?? .null }
}
