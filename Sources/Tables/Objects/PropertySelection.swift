import CRM
import Parquet

/// What the configuration says about one object type's properties.
struct PropertySelection {
    let type: ObjectType
    let plural: String
    let settings: TableSettings

    /// Whether the configuration wants the property: not left out by a pattern, and named there if it is sensitive.
    func isWanted(_ property: PropertyDefinition) -> Bool {
        let keys = keys(property)
        if property.isSensitive, !keys.contains(where: settings.sensitiveProperties.contains) { return false }
        return !settings.omittedProperties.contains { pattern in keys.contains(where: Glob(pattern).matches) }
    }

    /// The type that the configuration gives to the property's column; nil where it says nothing.
    func override(_ property: PropertyDefinition) -> ColumnType? {
        keys(property).lazy.compactMap { settings.types[$0] }.first
    }

    func columnType(_ property: PropertyDefinition) -> ColumnType {
        override(property) ?? ColumnTyping.columnType(of: property)
    }

    private func keys(_ property: PropertyDefinition) -> [String] {
        TableSettings.keys(of: property.name, type: type, plural: plural)
    }
}
