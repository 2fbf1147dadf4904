import CRM
import Parquet

/// Which type a property's column gets. The data has no say in it: one id looks like a number, two of them like a text.
enum ColumnTyping {
    /// The type for HubSpot's type of `property`; text for types that we do not know.
    static func columnType(of property: PropertyDefinition) -> ColumnType {
        switch property.type {
        case "number": property.name == "hs_object_id" ? .int64 : .double
        case "bool": .boolean
        case "date": .date
        case "datetime": .timestamp
        default: .string
        }
    }
}
