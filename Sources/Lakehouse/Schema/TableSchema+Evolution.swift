import Foundations

extension TableSchema {
    /// The schema that a table must have to hold `wanted`, without taking anything away from its readers.
    ///
    /// Columns are known by name and keep their ids. New ones go last and, in a table that exists, may be null. Columns that are no
    /// longer wanted stay, nullable. Comments follow the wish.
    ///
    /// - Parameters:
    ///   - current: the table's schema; nil for a new table.
    ///   - wanted: the columns that will be written.
    ///   - key: names of the primary key's columns.
    /// - Throws: `Failure` (`configuration`) when a column exists with another type; `internal` for a key that can be null.
    public static func evolve(
        _ current: TableSchema?, to wanted: [FieldRequest], key: [String]
    ) throws -> TableSchema {
        var schema = current ?? TableSchema(fields: [])
        let requests = Dictionary(wanted.map { ($0.name, $0) }) { first, _ in first }
        for index in schema.fields.indices {
            let field = schema.fields[index]
            guard let request = requests[field.name] else {
                schema.fields[index].isRequired = false
                continue
            }
            guard request.type == field.type else { throw retype(field.name, field.type.icebergName, request) }
            schema.fields[index].isRequired = field.isRequired && request.isRequired
            schema.fields[index].comment = request.comment
        }
        var known = Set(schema.fields.map(\.name))
        for request in wanted where !known.contains(request.name) {
            if let foreign = schema.foreignFields.first(where: { $0.name == request.name }) {
                throw retype(request.name, foreign.json["type"]?.string ?? "a nested type", request)
            }
            known.insert(request.name)
            schema.lastColumnID += 1
            schema.fields.append(
                TableField(
                    id: schema.lastColumnID, name: request.name, type: request.type,
                    isRequired: current == nil && request.isRequired, comment: request.comment))
        }
        // Iceberg: identifier fields must be required.
        if let name = key.first(where: { schema[$0]?.isRequired != true }) {
            throw Failure(
                .internal, "cannot use \(name) as a key", why: "a key column must exist and be required in its table")
        }
        schema.identifierNames = key
        return schema
    }

    private static func retype(_ name: String, _ type: String, _ request: FieldRequest) -> Failure {
        Failure(
            .configuration, "cannot write the column \(name) as \(request.type.icebergName)",
            why: "the table has it as \(type), and a column's type never changes under its readers",
            remedy: "Keep the type, or give the column another name.")
    }
}
