import Foundations
import Parquet
import Testing

@testable import Lakehouse

@Suite("TableSchema")
struct TableSchemaTests {
    @Test("ids are given in order and kept by name; new columns go last and may be null")
    func evolves() throws {
        let first = try petSchema()
        #expect(first.fields.map(\.id) == [1, 2, 3, 4])
        let wanted = [FieldRequest("color", .string, isRequired: true)] + petFields.reversed()
        let second = try TableSchema.evolve(first, to: wanted, key: first.identifierNames)
        #expect(second.fields.map(\.name) == ["objecttypeid", "objectid", "name", "weight", "color"])
        #expect(second["color"] == TableField(id: 5, name: "color", type: .string))
        #expect(second["objectid"]?.isRequired == true)
    }

    @Test("a column that is no longer wanted stays, nullable, and its id is not given again")
    func keepsVanished() throws {
        let first = try petSchema([FieldRequest("old", .date, isRequired: true)])
        let second = try TableSchema.evolve(first, to: petFields, key: first.identifierNames)
        #expect(second["old"] == TableField(id: 5, name: "old", type: .date))
        let third = try TableSchema.evolve(second, to: petFields + [FieldRequest("new", .date)], key: [])
        #expect(third["new"]?.id == 6)
    }

    @Test("an id that another program's dropped column had is not given again")
    func keepsDroppedIDs() throws {
        var dropped = try petSchema()
        dropped.lastColumnID = 9
        #expect(try TableSchema.evolve(dropped, to: petFields + [FieldRequest("x", .date)], key: [])["x"]?.id == 10)
    }

    @Test("comments follow the wish")
    func updatesComments() throws {
        let wanted = petFields.map { FieldRequest($0.name, $0.type, isRequired: true, comment: "about \($0.name)") }
        let schema = try TableSchema.evolve(petSchema(), to: wanted, key: [])
        #expect(schema["weight"]?.comment == "about weight")
        #expect(schema["weight"]?.isRequired == false)
    }

    @Test("another type for a column that exists is refused as the user's business")
    func refusesRetype() throws {
        let failure = #expect(throws: Failure.self) {
            _ = try TableSchema.evolve(petSchema(), to: [FieldRequest("weight", .int64)], key: [])
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.description.contains("weight") == true)
    }

    @Test("a key column must be required")
    func refusesNullableKey() {
        #expect(throws: Failure.self) { _ = try TableSchema.evolve(nil, to: petFields, key: ["name"]) }
    }

    @Test("columns of types that we do not write survive at their place and may not be written")
    func keepsForeignColumns() throws {
        let text = """
            {"type":"struct","schema-id":3,"identifier-field-ids":[1],"fields":[
            {"id":1,"name":"id","required":true,"type":"long"},
            {"id":2,"name":"tags","required":false,"type":{"type":"list","element-id":3,"element":"string","element-required":true}},
            {"id":4,"name":"score","required":false,"type":"float","doc":"by Spark"},
            {"id":5,"name":"total","required":false,"type":"decimal(12,2)"},
            {"id":6,"name":"defaulted","required":false,"type":"int","initial-default":7}]}
            """
        let json = try #require(JSONValue(utf8: Array(text.utf8)))
        let schema = try TableSchema(json: json, lastColumnID: 6)
        #expect(schema.fields.map(\.name) == ["id", "total"])
        #expect(schema["total"]?.type == .decimal(precision: 12, scale: 2))
        #expect(schema.identifierNames == ["id"])
        let evolved = try TableSchema.evolve(
            schema, to: [FieldRequest("id", .int64, isRequired: true), FieldRequest("new", .boolean)], key: ["id"])
        let names = evolved.json(id: 4)["fields"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["id", "tags", "score", "total", "defaulted", "new"])
        #expect(evolved.json(id: 4)["fields"]?.array?[1] == json["fields"]?.array?[1])
        #expect(evolved["new"]?.id == 7)
        #expect(throws: Failure.self) {
            _ = try TableSchema.evolve(schema, to: [FieldRequest("score", .double)], key: [])
        }
    }

    @Test(
        "types have Iceberg's names, and other names are not ours",
        arguments: [
            ("boolean", .boolean), ("int", .int32), ("long", .int64), ("double", .double), ("string", .string),
            ("date", .date), ("timestamptz", .timestamp), ("decimal(18, 4)", .decimal(precision: 18, scale: 4)),
            ("decimal(38,38)", .decimal(precision: 38, scale: 38)), ("decimal(39, 1)", nil), ("decimal(5, 6)", nil),
            ("decimal(5)", nil), ("float", nil), ("timestamp", nil), ("uuid", nil), ("fixed[16]", nil),
        ] as [(String, ColumnType?)])
    func namesTypes(name: String, type: ColumnType?) {
        #expect(ColumnType(icebergName: name) == type)
        if let type { #expect(ColumnType(icebergName: type.icebergName) == type) }
    }
}
