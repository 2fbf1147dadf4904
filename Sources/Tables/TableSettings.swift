import CRM
public import Parquet

/// When the raw text of a typed property stands beside its value.
public enum UnparsedSetting: String, Sendable, Hashable, Codable, CaseIterable {
    /// Always for numbers, as in HubSpot's own share; for the others only where the value did not parse.
    case numbers
    /// Only where the value did not parse.
    case mismatch
    /// For every value.
    case always
    /// Never: there are no such columns, and what does not parse is null and counted.
    case never
}

/// What becomes of properties that appear in HubSpot after a table was first made.
public enum NewPropertiesSetting: String, Sendable, Hashable, Codable, CaseIterable {
    /// They become columns.
    case add
    /// They do not, are not asked for, and are listed in the run's report.
    case ignore
}

/// What becomes of a record's row when HubSpot archives the record.
public enum DeletedSetting: String, Sendable, Hashable, Codable, CaseIterable {
    /// The row leaves the table.
    case remove
    /// The row stays; the columns `archived` and `archivedat` tell.
    case keep
}

/// What the user's configuration says about the tables' content.
///
/// A property is named `<type>.<property>`; the type is given as in its table's name (`contacts`), by its internal name
/// (`contact`) or by its id (`0-1`); an event type by its table (`events_visited_page`), HubSpot's name (`e_visited_page`) or
/// its id (`4-96000`).
public struct TableSettings: Sendable, Hashable {
    /// When raw texts stand beside typed values.
    public var unparsed = UnparsedSetting.numbers
    /// Column types by property, `contacts.associatedcompanyid` → `int64`; each is fixed when its column is first made.
    public var types: [String: ColumnType] = [:]
    /// The sensitive properties that are wanted nevertheless; named one by one, no patterns.
    public var sensitiveProperties: Set<String> = []
    /// Patterns (see ``Glob``) of the record properties that are wanted, `contacts.*`, `deals.amount`; empty for all. They say
    /// nothing about the properties of events.
    public var properties: [String] = []
    /// Patterns (see ``Glob``) of properties that are not wanted, whatever ``properties`` says.
    public var omittedProperties: [String] = []
    /// What becomes of properties that appear later.
    public var newProperties = NewPropertiesSetting.add
    /// What becomes of archived records' rows.
    public var deleted = DeletedSetting.remove

    /// The defaults.
    public init() {}
}

extension TableSettings {
    /// The ways in which a configuration may name an object type.
    static func owners(_ type: ObjectType, plural: String) -> [String] {
        [plural, type.pluralName ?? plural, type.name, type.id.rawValue]
    }

    /// The ways in which a configuration may name an event type.
    static func owners(_ type: EventType, table: String) -> [String] { [table, type.fullyQualifiedName, type.id] }
}
