import Avro
import Foundations

/// The manifests of one snapshot, as an Avro file.
enum ManifestList {
    static func read(avro bytes: [UInt8]) throws -> [ManifestFile] {
        var reader = try AvroFileReader(bytes)
        return try reader.readAll().map(ManifestFile.init(avro:))
    }

    static func avro(_ manifests: [ManifestFile], of snapshot: Snapshot, syncMarker: [UInt8]) throws -> [UInt8] {
        let schema = try ManifestSchemas.manifestFile()
        let metadata = [
            "snapshot-id": String(snapshot.id), "parent-snapshot-id": snapshot.parentID.map { String($0) } ?? "null",
            "sequence-number": String(snapshot.sequenceNumber), "format-version": "2",
        ]
        var writer = AvroFileWriter(schema: schema, metadata: metadata, syncMarker: syncMarker)
        guard case .record(let fields) = schema.type else { throw AvroError(.schema, "not a manifest list's schema") }
        for manifest in manifests { try writer.append(.record(AvroRecord(fields: fields, values: manifest.avro))) }
        return try writer.finish()
    }
}

extension ManifestFile {
    init(avro value: AvroValue) throws {
        guard let line = value.record, let path = line[id: 500]?.string, let length = line[id: 501]?.integer,
            let spec = line[id: 502]?.integer.flatMap(Int32.init(exactly:)),
            let content = Content(rawValue: line[id: 517]?.integer.flatMap(Int32.init(exactly:)) ?? 0)
        else { throw AvroError(.damaged, "a manifest list's line without path, length or spec") }
        self.init(
            path: path, byteCount: length, specID: spec, content: content,
            sequenceNumber: line[id: 515]?.integer ?? 0, minSequenceNumber: line[id: 516]?.integer ?? 0,
            addedSnapshotID: line[id: 503]?.integer ?? 0)
        func tally(_ files: Int32, _ rows: Int32) throws -> Tally {
            let tally = Tally(files: line[id: files]?.integer ?? 0, rows: line[id: rows]?.integer ?? 0)
            guard PlausibleCount.range.contains(tally.files), PlausibleCount.range.contains(tally.rows) else {
                throw AvroError(.damaged, "a count out of range")
            }
            return tally
        }
        addedFiles = try tally(504, 512)
        existingFiles = try tally(505, 513)
        deletedFiles = try tally(506, 514)
        partitions = line[id: 507]?.array?.compactMap { $0.record.map(PartitionSummary.init(avro:)) }
        keyMetadata = line[id: 519]?.bytes
    }

    var avro: [AvroValue] {
        [
            .string(path), .long(byteCount), .int(specID), .int(content.rawValue), .long(sequenceNumber),
            .long(minSequenceNumber), .long(addedSnapshotID), .int(Int32(clamping: addedFiles.files)),
            .int(Int32(clamping: existingFiles.files)), .int(Int32(clamping: deletedFiles.files)),
            .long(addedFiles.rows), .long(existingFiles.rows), .long(deletedFiles.rows),
            partitions.map { .array($0.map(\.avro)) } ?? .null, keyMetadata.map { .bytes($0) } ?? .null,
        ]
    }
}

extension PartitionSummary {
    private static let fields = ["contains_null", "contains_nan", "lower_bound", "upper_bound"]
        .map { AvroField(name: $0, type: .null) }

    init(avro record: AvroRecord) {
        self.init(
            containsNull: record[id: 509]?.boolean ?? true, containsNaN: record[id: 518]?.boolean,
            lower: record[id: 510]?.bytes, upper: record[id: 511]?.bytes)
    }

    var avro: AvroValue {
        let values: [AvroValue] = [
            .boolean(containsNull), containsNaN.map { .boolean($0) } ?? .null, lower.map { .bytes($0) } ?? .null,
            upper.map { .bytes($0) } ?? .null,
        ]
        return .record(AvroRecord(fields: Self.fields, values: values))
    }
}
