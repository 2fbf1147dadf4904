import CRM
import Parquet

/// Which properties of a type have a column, of which type, and which are asked for.
struct ColumnPlan {
    /// Columns that were there, then new columns, then names without a column; the last two by column name.
    let assignments: [ColumnAssignment]
    /// The definition that each assignment stands for; none for properties that HubSpot no longer lists.
    let definitions: [ColumnNaming.Key: PropertyDefinition]
    let requested: Set<String>
    let ignored: [String]
    let ignoredTypes: [String]

    /// - Parameter isClosed: whether properties without a column get none; nil to decide by the configuration and `assigned`.
    init(
        _ all: [PropertyDefinition], selection: PropertySelection, assigned: [ColumnAssignment], isClosed: Bool? = nil
    ) {
        let definitions = Dictionary(
            all.map { (ColumnNaming.Key($0), $0) }, uniquingKeysWith: { $0.isArchived ? $1 : $0 })
        let wanted = definitions.values.filter { !$0.isArchived && selection.isWanted($0) }
        let made = Set(assigned.filter(\.isColumn).map(ColumnNaming.Key.init))
        let isClosed = isClosed ?? Self.isClosed(assigned, selection.settings)
        let selected = Set(wanted.map(ColumnNaming.Key.init).filter { !isClosed || made.contains($0) })

        var old: [ColumnAssignment] = []
        var new: [ColumnAssignment] = []
        var nameless: [ColumnAssignment] = []
        var late: [String] = []
        for var assignment in Self.named(Array(definitions.values), selection: selection, assigned: assigned) {
            let key = ColumnNaming.Key(assignment)
            if assignment.isColumn {
                let asked = definitions[key].flatMap(selection.override)
                if let asked, asked != assignment.columnType { late.append(assignment.property) }
                old.append(assignment)
            } else if selected.contains(key) {
                assignment.isColumn = true
                new.append(assignment)
            } else {
                nameless.append(assignment)
            }
        }
        self.definitions = definitions
        assignments = old + new.sorted { $0.column < $1.column } + nameless.sorted { $0.column < $1.column }
        requested = Set(selected.map(\.name))
        ignored = wanted.filter { !selected.contains(ColumnNaming.Key($0)) }.map(\.name).sorted()
        ignoredTypes = late.sorted()
    }

    /// The columns to make or keep, in their order; those that are not asked for stay null.
    func columns(unparsed: UnparsedSetting) -> [PropertyColumn] {
        assignments.filter(\.isColumn).map { assignment in
            let definition = definitions[ColumnNaming.Key(assignment)]
            return PropertyColumn(
                assignment, definition: definition, isRequested: definition.map(isRequested) ?? false,
                unparsed: unparsed)
        }
    }

    /// Whether values of this definition are asked for.
    func isRequested(_ definition: PropertyDefinition) -> Bool {
        !definition.isArchived && requested.contains(definition.name)
    }

    /// Whether a table with these columns takes no more.
    static func isClosed(_ assigned: [ColumnAssignment], _ settings: TableSettings) -> Bool {
        settings.newProperties == .ignore && assigned.contains(where: \.isColumn)
    }

    /// All names; those that are not columns yet follow the configuration's types, so they are given anew where it changed
    /// from text to a type that needs a second name.
    private static func named(
        _ definitions: [PropertyDefinition], selection: PropertySelection, assigned: [ColumnAssignment]
    ) -> [ColumnAssignment] {
        let byKey = Dictionary(definitions.map { (ColumnNaming.Key($0), $0) }, uniquingKeysWith: { first, _ in first })
        var earlier = assigned
        var claims = NameClaims(taken: Set(assigned.map(\.column) + assigned.compactMap(\.unparsedColumn)))
        for index in earlier.indices where !earlier[index].isColumn {
            guard let definition = byKey[ColumnNaming.Key(earlier[index])] else { continue }
            earlier[index].columnType = selection.columnType(definition)
            if earlier[index].columnType != .string, earlier[index].unparsedColumn == nil {
                let stem = earlier[index].column.dropFirst("property_".count)
                earlier[index].unparsedColumn = claims.claim(
                    "property_unparsed_\(stem)", original: definition.name,
                    identity: "\(definition.name) \(definition.type)")
            }
        }
        return ColumnNaming.assign(definitions, earlier: earlier, typing: selection.columnType)
    }
}
