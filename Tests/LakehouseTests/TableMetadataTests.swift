import Foundations
import Parquet
import Testing

@testable import Lakehouse

@Suite("TableMetadata")
struct TableMetadataTests {
    /// With members, specs, orders, refs and columns that only other programs write.
    static let foreign = """
        {"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"s3://bucket/test/location",
        "last-sequence-number":34,"last-updated-ms":1602638573590,"last-column-id":4,"current-schema-id":1,
        "schemas":[{"type":"struct","schema-id":0,"fields":[{"id":1,"name":"x","required":true,"type":"long"}]},
        {"type":"struct","schema-id":1,"identifier-field-ids":[1],"fields":[
        {"id":1,"name":"x","required":true,"type":"long"},{"id":2,"name":"y","required":true,"type":"long","doc":"comment"},
        {"id":3,"name":"z","required":false,"type":{"type":"map","key-id":5,"key":"string","value-id":6,"value":"uuid",
        "value-required":false}}]}],
        "default-spec-id":0,"partition-specs":[{"spec-id":0,"fields":[{"name":"x_bucket","transform":"bucket[16]","source-id":1,
        "field-id":1000,"vendor":true}]}],"last-partition-id":1000,"default-sort-order-id":3,
        "sort-orders":[{"order-id":3,"fields":[{"transform":"identity","source-id":2,"direction":"asc","null-order":"nulls-first"}]}],
        "properties":{"read.split.target.size":"134217728","commit.retry":"1"},"current-snapshot-id":3055729675574597004,
        "snapshots":[{"snapshot-id":3051729675574597004,"timestamp-ms":1515100955770,"sequence-number":0,
        "summary":{"operation":"append"},"manifest-list":"s3://a/b/1.avro"},
        {"snapshot-id":3055729675574597004,"parent-snapshot-id":3051729675574597004,"timestamp-ms":1555100955770,
        "sequence-number":1,"summary":{"operation":"append","total-records":"7"},"manifest-list":"s3://a/b/2.avro","schema-id":1,
        "first-row-id":12}],
        "snapshot-log":[{"snapshot-id":3051729675574597004,"timestamp-ms":1515100955770},
        {"snapshot-id":3055729675574597004,"timestamp-ms":1555100955770}],"metadata-log":[],
        "refs":{"main":{"snapshot-id":3055729675574597004,"type":"branch","max-ref-age-ms":10},
        "test":{"snapshot-id":3051729675574597004,"type":"tag"}},
        "statistics":[{"snapshot-id":3055729675574597004,"statistics-path":"s3://a/b/stats.puffin"}],
        "partition-statistics":[],"vendor.number":1.50e-3}
        """

    @Test("everything that another program wrote comes back")
    func keepsUnknownMembers() throws {
        let before = try #require(JSONValue(utf8: Array(Self.foreign.utf8)))
        let metadata = try TableMetadata(utf8: Array(Self.foreign.utf8))
        let after = try #require(JSONValue(utf8: metadata.utf8))
        #expect(after.sorted == before.sorted)
        #expect(try TableMetadata(utf8: metadata.utf8) == metadata)
    }

    @Test("a commit on it keeps the unknown and changes what must change")
    func commitsOnForeignMetadata() throws {
        let metadata = try TableMetadata(utf8: Array(Self.foreign.utf8))
        let schema = try #require(metadata.schema)
        let evolved = try TableSchema.evolve(
            schema,
            to: [
                FieldRequest("x", .int64, isRequired: true),
                FieldRequest("y", .int64, isRequired: true, comment: "comment"),
                FieldRequest("w", .string),
            ], key: ["x"])
        #expect(evolved["w"]?.id == 5)
        let base = CommitBase(
            metadata: metadata, version: 7, metadataPath: "s3://bucket/test/location/metadata/v7.metadata.json")
        var generator = SystemRandomNumberGenerator()
        let plan = try CommitPlan(
            TableChange(schema: evolved, operation: .metadataOnly, properties: ["hublake.cursor": "c"]), onto: base,
            in: testFolder, at: morning, as: CommitIdentity(using: &generator))
        let json = try #require(JSONValue(utf8: plan.metadataObject.body))
        #expect(plan.version == 8)
        #expect(json["statistics"] == JSONValue(utf8: Array(Self.foreign.utf8))?["statistics"])
        #expect(json["vendor.number"] == .number("1.50e-3"))
        #expect(json["current-schema-id"]?.integer == 2)
        #expect(json["last-column-id"]?.integer == 5)
        #expect(json["schemas"]?.array?.count == 3)
        #expect(json["schemas"]?.array?[2]["fields"]?.array?.compactMap { $0["name"]?.string } == ["x", "y", "z", "w"])
        #expect(json["properties"]?["hublake.cursor"] == "c")
        #expect(json["properties"]?["commit.retry"] == "1")
        #expect(json["current-snapshot-id"]?.integer == 3_055_729_675_574_597_004)
        #expect(json["metadata-log"]?.array?.last?["timestamp-ms"]?.integer == 1_602_638_573_590)
    }

    @Test("a table that is divided in a way that we do not know is refused, not misread")
    func refusesForeignPartitioning() throws {
        let metadata = try TableMetadata(utf8: Array(Self.foreign.utf8))
        let schema = try #require(metadata.schema)
        let failure = #expect(throws: Failure.self) {
            _ = try metadata.spec(for: TableChange(schema: schema, operation: .append))
        }
        #expect(failure?.kind == .configuration)
    }

    @Test(
        "metadata that cannot be trusted is refused",
        arguments: [
            ("\"format-version\":2", "\"format-version\":3"), ("\"format-version\":2", "\"format-version\":1"),
            ("\"current-schema-id\":1", "\"current-schema-id\":9"), ("\"location\":", "\"place\":"),
            ("\"current-snapshot-id\":3055729675574597004", "\"current-snapshot-id\":1"), ("{\"format", "[{\"format"),
            ("\"last-column-id\":4", "\"last-column-id\":\"4\""),
        ])
    func refuses(part: String, replacement: String) {
        let text = Self.foreign.replacing(part, with: replacement)
        #expect(text != Self.foreign)
        #expect(throws: Failure.self) { _ = try TableMetadata(utf8: Array(text.utf8)) }
    }
}

extension JSONValue {
    /// The same value with members in the order of their names, for comparing.
    var sorted: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.sorted))
        case .object(let object):
            var sorted = JSONObject()
            for member in object.members.sorted(by: { $0.name < $1.name }) { sorted[member.name] = member.value.sorted }
            return .object(sorted)
        default: return self
        }
    }
}
