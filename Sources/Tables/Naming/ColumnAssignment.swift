import Foundation
import Foundations
public import Parquet

/// Which column holds a property of a given type. Once given, neither name nor, where the column was made, type ever changes.
///
/// The assignments of a table are kept in its table property ``tableProperty``.
public struct ColumnAssignment: Sendable, Hashable, Codable {
    /// HubSpot's name of the property.
    public var property: String
    /// HubSpot's type of the property; recreated with another type it is another property to us.
    public var hubSpotType: String
    /// The column of the value.
    public var column: String
    /// The column of the raw text; nil where the value's column is text.
    public var unparsedColumn: String?
    /// The type of the value's column.
    public var columnType: ColumnType
    /// Whether the column was made. A definition gets its name even while its property is not selected.
    public var isColumn: Bool

    /// An assignment; see the properties.
    public init(
        property: String, hubSpotType: String, column: String, unparsedColumn: String?, columnType: ColumnType,
        isColumn: Bool
    ) {
        self.property = property
        self.hubSpotType = hubSpotType
        self.column = column
        self.unparsedColumn = unparsedColumn
        self.columnType = columnType
        self.isColumn = isColumn
    }
}

// MARK: - JSON

extension ColumnAssignment {
    enum CodingKeys: String, CodingKey {
        case property
        case hubSpotType = "type"
        case column
        case unparsedColumn = "unparsed"
        case columnType
        case isColumn
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let typeName = try values.decode(String.self, forKey: .columnType)
        guard let type = ColumnType(name: typeName) else {
            throw DecodingError.dataCorruptedError(
                forKey: .columnType, in: values, debugDescription: "not a column type")
        }
        self.init(
            property: try values.decode(String.self, forKey: .property),
            hubSpotType: try values.decode(String.self, forKey: .hubSpotType),
            column: try values.decode(String.self, forKey: .column),
            unparsedColumn: try values.decodeIfPresent(String.self, forKey: .unparsedColumn),
            columnType: type,
            isColumn: try values.decode(Bool.self, forKey: .isColumn))
    }

    /// Writes the column type by its ``Parquet/ColumnType/name``.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(property, forKey: .property)
        try values.encode(hubSpotType, forKey: .hubSpotType)
        try values.encode(column, forKey: .column)
        try values.encodeIfPresent(unparsedColumn, forKey: .unparsedColumn)
        try values.encode(columnType.name, forKey: .columnType)
        try values.encode(isColumn, forKey: .isColumn)
    }
}

extension ColumnAssignment {
    /// The name of the table property that holds a table's assignments.
    public static let tableProperty = "hublake.columns"

    /// The assignments as a table property's text: the same assignments always give the same text.
    public static func encode(_ assignments: [ColumnAssignment]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(assignments), as: UTF8.self)
    }

    /// Reads what ``encode(_:)`` wrote; throws a `Failure` of kind `invalidData` for anything else.
    public static func decode(_ text: String) throws -> [ColumnAssignment] {
        do {
            return try JSONDecoder().decode([ColumnAssignment].self, from: Data(text.utf8))
        } catch {
            throw Failure(
                .invalidData, "cannot read the table property \(tableProperty)",
                why: "it is not what hublake writes there",
                remedy: "Restore the property from an earlier metadata file of the table.")
        }
    }
}
