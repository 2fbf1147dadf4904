import Foundations

/// How a table's files are divided; kept as its JSON, since specs of other programs have transforms that we do not use.
struct PartitionSpec: Sendable, Hashable {
    var id: Int32
    var fields: [Field]

    struct Field: Sendable, Hashable {
        /// The column.
        var sourceID: Int32?
        /// The partition field's own id, from 1000.
        var id: Int32?
        var name: String
        var transform: String
        var json: JSONValue
    }

    /// Spec 0 of an unpartitioned table.
    static let unpartitioned = PartitionSpec(id: 0, fields: [])

    /// Files divided by the value of one column.
    static func identity(of field: TableField, id: Int32, partitionFieldID: Int32) -> PartitionSpec {
        let json: JSONValue = [
            "source-id": .integer(field.id), "field-id": .integer(partitionFieldID), "name": .string(field.name),
            "transform": "identity",
        ]
        return PartitionSpec(
            id: id,
            fields: [
                Field(
                    sourceID: field.id, id: partitionFieldID, name: field.name, transform: "identity", json: json)
            ])
    }

    /// Whether the spec divides by the column `sourceID` alone, or (nil) not at all.
    func divides(by sourceID: Int32?) -> Bool {
        guard let sourceID else { return fields.allSatisfy { $0.transform == "void" } }
        return fields.count == 1 && fields[0].transform == "identity" && fields[0].sourceID == sourceID
    }

    /// Where the value of the column `sourceID` stands in a file's partition.
    func place(of sourceID: Int32) -> Int? {
        fields.firstIndex { $0.sourceID == sourceID && $0.transform == "identity" }
    }
}

extension PartitionSpec {
    init(json: JSONValue) throws {
        id = try json.int32("spec-id")
        fields = try json.list("fields").map { member in
            Field(
                sourceID: member["source-id"]?.integer.flatMap(Int32.init(exactly:)),
                id: member["field-id"]?.integer.flatMap(Int32.init(exactly:)), name: try member.text("name"),
                transform: try member.text("transform"), json: member)
        }
    }

    var json: JSONValue { ["spec-id": .integer(id), "fields": fieldsJSON] }

    /// The fields alone, as manifests hold them.
    var fieldsJSON: JSONValue { .array(fields.map(\.json)) }
}
