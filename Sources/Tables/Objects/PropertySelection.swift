import CRM
import Parquet

/// What the configuration says about the properties of one object type or event type.
struct PropertySelection: Sendable {
    let settings: TableSettings
    /// The ways in which the configuration may name the type.
    private let owners: [String]
    /// Nil where all properties are wanted.
    private let wanted: [Glob]?
    private let omitted: [Glob]

    /// The properties of records of `type`.
    init(type: ObjectType, plural: String, settings: TableSettings) {
        self.init(
            TableSettings.owners(type, plural: plural), settings,
            wanted: settings.properties.isEmpty ? nil : settings.properties.map(Glob.init))
    }

    /// The properties of events of `type`; ``TableSettings/properties`` is about records only.
    init(event type: EventType, table: String, settings: TableSettings) {
        self.init(TableSettings.owners(type, table: table), settings, wanted: nil)
    }

    private init(_ owners: [String], _ settings: TableSettings, wanted: [Glob]?) {
        self.settings = settings
        self.owners = owners
        self.wanted = wanted
        omitted = settings.omittedProperties.map(Glob.init)
    }

    /// Whether the configuration wants the property: on its list where there is one, not left out by a pattern, and named one
    /// by one if it is sensitive.
    func isWanted(_ property: PropertyDefinition) -> Bool {
        let keys = keys(property)
        if property.isSensitive, !keys.contains(where: settings.sensitiveProperties.contains) { return false }
        func fits(_ patterns: [Glob]) -> Bool { patterns.contains { keys.contains(where: $0.matches) } }
        return wanted.map(fits) ?? true && !fits(omitted)
    }

    /// The type that the configuration gives to the property's column; nil where it says nothing.
    func override(_ property: PropertyDefinition) -> ColumnType? {
        keys(property).lazy.compactMap { settings.types[$0] }.first
    }

    func columnType(_ property: PropertyDefinition) -> ColumnType {
        override(property) ?? ColumnTyping.columnType(of: property)
    }

    private func keys(_ property: PropertyDefinition) -> [String] { owners.map { "\($0).\(property.name)" } }
}
