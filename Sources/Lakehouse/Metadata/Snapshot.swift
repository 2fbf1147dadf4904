public import Foundations

/// The table at one moment: the rows of the files in its manifest list.
public struct Snapshot: Sendable, Hashable {
    /// Random, unique in the table.
    public var id: Int64
    /// The snapshot before it.
    public var parentID: Int64?
    /// Orders commits; deletes apply to data of lower numbers.
    public var sequenceNumber: Int64
    /// When it was committed, in whole milliseconds.
    public var timestamp: Timestamp
    /// Absolute path of the manifest list.
    public var manifestList: String
    /// `operation`, counts, and what the writer added (`hublake.…`).
    public var summary: [String: String]
    /// The schema that was current.
    public var schemaID: Int32?
    var others = JSONObject()

    /// What the table holds, as the summary says; nil where another program left it out.
    public var totals: Totals { Totals(summary: summary) }

    /// The sums over a snapshot's files.
    public struct Totals: Sendable, Hashable {
        /// Rows, without those that position deletes take out; nil where other deletes make it unknown.
        public var rows: Int?
        /// Data files.
        public var files: Int?
        /// Bytes of all files.
        public var byteCount: Int?

        init(summary: [String: String]) {
            let deleted = Int(summary["total-position-deletes"] ?? "0")
            rows = summary["total-records"].flatMap { Int($0) }.flatMap { records in
                deleted.flatMap { $0 >= 0 && records >= $0 ? records - $0 : nil }
            }
            if summary["total-equality-deletes"] ?? "0" != "0" { rows = nil }
            files = summary["total-data-files"].flatMap { Int($0) }
            byteCount = summary["total-files-size"].flatMap { Int($0) }.flatMap {
                PlausibleCount.contains($0) ? $0 : nil
            }
        }
    }
}

extension Snapshot {
    private static let known: Set = [
        "snapshot-id", "parent-snapshot-id", "sequence-number", "timestamp-ms", "manifest-list", "summary", "schema-id",
    ]

    init(json: JSONValue) throws {
        id = try json.int64("snapshot-id")
        parentID = json["parent-snapshot-id"]?.integer
        sequenceNumber = json["sequence-number"]?.integer ?? 0
        timestamp = try Timestamp(metadataMilliseconds: json.int64("timestamp-ms"))
        manifestList = try json.text("manifest-list")
        summary = try json.texts("summary")
        schemaID = json["schema-id"]?.integer.flatMap(Int32.init(exactly:))
        others = json.object?.others(than: Self.known) ?? JSONObject()
    }

    var json: JSONValue {
        var json: JSONObject = ["sequence-number": .integer(sequenceNumber), "snapshot-id": .integer(id)]
        json["parent-snapshot-id"] = parentID.map { .integer($0) }
        json["timestamp-ms"] = .integer(timestamp.milliseconds)
        json["summary"] = .object(JSONObject(texts: summary))
        json["manifest-list"] = .string(manifestList)
        json["schema-id"] = schemaID.map { .integer($0) }
        json.add(others)
        return .object(json)
    }
}

extension Timestamp {
    /// A time of Iceberg's metadata.
    init(metadataMilliseconds milliseconds: Int64) throws {
        guard let value = Timestamp(milliseconds: milliseconds) else {
            throw Failure(.invalidData, "cannot read the table's metadata", why: "a time out of range")
        }
        self = value
    }
}
