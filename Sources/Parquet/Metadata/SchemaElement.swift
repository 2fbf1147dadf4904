/// One node of the schema tree, flattened depth first (`SchemaElement` in parquet.thrift).
struct SchemaElement: Sendable, Hashable {
    enum Repetition: Int32, Sendable { case required = 0, optional = 1, repeated = 2 }

    var name: String
    var physical: PhysicalType?
    var byteWidth: Int32?
    var repetition: Repetition?
    var childCount: Int32?
    var logical: LogicalType?
    var fieldID: Int32?

    func write(to writer: inout ThriftCompactWriter) {
        if let physical { writer.field(1, physical.rawValue) }
        if let byteWidth { writer.field(2, byteWidth) }
        if let repetition { writer.field(3, repetition.rawValue) }
        writer.field(4, name)
        if let childCount { writer.field(5, childCount) }
        if let converted = logical?.convertedType { writer.field(6, converted) }
        if case .decimal(let precision, let scale)? = logical {
            writer.field(7, scale)
            writer.field(8, precision)
        }
        if let fieldID { writer.field(9, fieldID) }
        if let logical { writer.field(10) { logical.write(to: &$0) } }
    }

    static func read(from reader: inout ThriftCompactReader) throws(ParquetError) -> SchemaElement {
        var element = SchemaElement(name: "")
        var hasName = false
        var converted: Int32?
        var scale: Int32?
        var precision: Int32?
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 1:
                let code = try reader.int32(field)
                guard let type = PhysicalType(rawValue: code) else { throw .corrupt("unknown physical type \(code)") }
                element.physical = type
            case 2: element.byteWidth = try reader.int32(field)
            case 3:
                let code = try reader.int32(field)
                guard let repetition = Repetition(rawValue: code) else { throw .corrupt("unknown repetition \(code)") }
                element.repetition = repetition
            case 4:
                element.name = try reader.string(field)
                hasName = true
            case 5: element.childCount = try reader.int32(field)
            case 6: converted = try reader.int32(field)
            case 7: scale = try reader.int32(field)
            case 8: precision = try reader.int32(field)
            case 9: element.fieldID = try reader.int32(field)
            case 10: element.logical = try LogicalType.read(field, from: &reader)
            default: try reader.skip(field)
            }
        }
        guard hasName else { throw .corrupt("a schema element has no name") }
        if element.logical == nil, let converted {
            element.logical = LogicalType(convertedType: converted, precision: precision, scale: scale)
        }
        return element
    }
}
