/// A column together with how its values lie in a file.
struct StoredColumn: Sendable, Hashable {
    var column: Column
    var physical: PhysicalType
    /// Bytes of a FIXED_LEN_BYTE_ARRAY value, else 0.
    var byteWidth = 0
    /// What a stored INT64 of a timestamp is multiplied with to give microseconds.
    var microsecondsPerUnit: Int64 = 1

    var isOptional: Bool { !column.isRequired }

    /// How we write `column`; the widths for decimals are those that Iceberg's specification asks for.
    init(writing column: Column) {
        self.column = column
        switch column.type {
        case .boolean: physical = .boolean
        case .int32, .date: physical = .int32
        case .int64, .timestamp: physical = .int64
        case .double: physical = .double
        case .string: physical = .byteArray
        case .decimal(let precision, _):
            switch precision {
            case ...9: physical = .int32
            case ...18: physical = .int64
            default:
                physical = .fixedLengthByteArray
                byteWidth = Self.bytesNeeded(forPrecision: precision)
            }
        }
    }

    /// How a file's schema says that a leaf of the root is stored; throws where it is none of our types.
    init(reading element: SchemaElement) throws(ParquetError) {
        guard let physical = element.physical else { throw .unsupported("a nested column") }
        guard let repetition = element.repetition, repetition != .repeated else {
            throw .unsupported("a repeated column")
        }
        self.physical = physical
        let type: ColumnType
        switch (physical, element.logical) {
        case (.boolean, nil): type = .boolean
        case (.int32, nil): type = .int32
        case (.int32, .integer(let bitWidth, let isSigned)) where bitWidth <= (isSigned ? 32 : 16): type = .int32
        case (.int32, .date): type = .date
        case (.int64, nil), (.int64, .integer(64, isSigned: true)): type = .int64
        case (.int64, .timestamp(isAdjustedToUTC: true, .microseconds)): type = .timestamp
        case (.int64, .timestamp(isAdjustedToUTC: true, .milliseconds)):
            type = .timestamp
            microsecondsPerUnit = 1000
        case (.double, nil), (.float, nil): type = .double
        case (.byteArray, .string), (.byteArray, .enumeration), (.byteArray, .json): type = .string
        case (.int32, .decimal(let precision, let scale)), (.int64, .decimal(let precision, let scale)),
            (.byteArray, .decimal(let precision, let scale)),
            (.fixedLengthByteArray, .decimal(let precision, let scale)):
            guard (1...38).contains(precision), (0...precision).contains(scale) else {
                throw .unsupported("a decimal of precision \(precision) and scale \(scale)")
            }
            type = .decimal(precision: Int(precision), scale: Int(scale))
        default:
            let meaning = element.logical.map { " as \($0)" } ?? ""
            throw .unsupported("the type \(physical)\(meaning)")
        }
        if physical == .fixedLengthByteArray {
            guard let width = element.byteWidth, (1...16).contains(width) else {
                throw .unsupported("a decimal of \(element.byteWidth ?? 0) bytes")
            }
            byteWidth = Int(width)
        }
        column = Column(element.name, type, isRequired: repetition == .required, fieldID: element.fieldID ?? 0)
    }

    /// The leaf of the schema that says how the column is stored.
    var schemaElement: SchemaElement {
        let logical: LogicalType? =
            switch column.type {
            case .boolean, .int32, .int64, .double: nil
            case .string: .string
            case .date: .date
            case .timestamp: .timestamp(isAdjustedToUTC: true, .microseconds)
            case .decimal(let precision, let scale): .decimal(precision: Int32(precision), scale: Int32(scale))
            }
        return SchemaElement(
            name: column.name, physical: physical, byteWidth: byteWidth == 0 ? nil : Int32(byteWidth),
            repetition: column.isRequired ? .required : .optional, logical: logical,
            fieldID: column.fieldID == 0 ? nil : column.fieldID)
    }

    /// The fewest bytes whose two's complement holds every number of `precision` digits.
    static func bytesNeeded(forPrecision precision: Int) -> Int {
        let largest = powerOfTen(precision) - 1
        return (Int128.bitWidth - largest.leadingZeroBitCount + 1 + 7) / 8
    }
}

/// 10 to the power of `exponent`, which must be at most 38.
func powerOfTen(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }
