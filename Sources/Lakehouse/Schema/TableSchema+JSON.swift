import Foundations
import Parquet

/// Iceberg's JSON of a schema (spec, Appendix C, "Schemas").
extension TableSchema {
    init(json: JSONValue, lastColumnID: Int32) throws {
        var fields: [TableField] = []
        var foreign: [ForeignField] = []
        for (place, member) in try json.list("fields").enumerated() {
            let name = try member.text("name")
            if let type = member["type"]?.string.flatMap(ColumnType.init(icebergName:)), member.isPlainField {
                fields.append(
                    TableField(
                        id: try member.int32("id"), name: name, type: type, isRequired: try member.flag("required"),
                        comment: member["doc"]?.string))
            } else {
                foreign.append(ForeignField(place: place, name: name, json: member))
            }
        }
        let names = Dictionary(fields.map { ($0.id, $0.name) }) { first, _ in first }
        let identifiers = (json["identifier-field-ids"]?.array ?? []).compactMap(\.integer)
        self.init(
            fields: fields, identifierNames: identifiers.compactMap { Int32(exactly: $0).flatMap { names[$0] } })
        foreignFields = foreign
        self.lastColumnID = max(lastColumnID, self.lastColumnID)
    }

    /// The schema under the id that the table knows it by.
    func json(id: Int32) -> JSONValue {
        var members = fields.map(Self.json)
        for field in foreignFields.sorted(by: { $0.place < $1.place }) {
            members.insert(field.json, at: min(field.place, members.count))
        }
        let identifiers = identifierNames.compactMap { name in self[name].map { JSONValue.integer($0.id) } }
        return [
            "type": "struct", "schema-id": .integer(id), "identifier-field-ids": .array(identifiers),
            "fields": .array(members),
        ]
    }

    private static func json(_ field: TableField) -> JSONValue {
        var json: JSONObject = [
            "id": .integer(field.id), "name": .string(field.name), "required": .boolean(field.isRequired),
            "type": .string(field.type.icebergName),
        ]
        if let comment = field.comment { json["doc"] = .string(comment) }
        return .object(json)
    }
}

extension JSONValue {
    /// Whether a field has only the members that ``TableField`` models; others (defaults) would be lost in it.
    fileprivate var isPlainField: Bool {
        object?.members.allSatisfy { ["id", "name", "required", "type", "doc"].contains($0.name) } ?? false
    }
}
