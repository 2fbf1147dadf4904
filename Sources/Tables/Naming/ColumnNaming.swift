import CRM
import Parquet

/// Gives each property definition its column name, for good.
enum ColumnNaming {
    /// The assignments of `earlier`, unchanged and in their order, then one for each definition that had none, by column name.
    ///
    /// New names go first to properties not seen before, then to recreated ones; among them to names that need no folding,
    /// then to live before archived definitions, then in the order of the names. So within one run the order of
    /// `definitions` is no matter. New assignments are not columns yet.
    ///
    /// - Parameter typing: the column type that a definition would get.
    static func assign(
        _ definitions: [PropertyDefinition], earlier: [ColumnAssignment], typing: (PropertyDefinition) -> ColumnType
    ) -> [ColumnAssignment] {
        var claims = NameClaims(taken: Set(earlier.map(\.column) + earlier.compactMap(\.unparsedColumn)))
        let added = candidates(definitions, earlier: earlier).map { candidate in
            let definition = candidate.definition
            let type = typing(definition)
            let identity = "\(definition.name) \(definition.type)"
            let column = claims.claim("property_\(candidate.stem)", original: definition.name, identity: identity)
            let unparsed =
                type == .string
                ? nil
                : claims.claim(
                    "property_unparsed_\(candidate.stem)", original: definition.name, identity: identity)
            return ColumnAssignment(
                property: definition.name, hubSpotType: definition.type, column: column, unparsedColumn: unparsed,
                columnType: type, isColumn: false)
        }
        return earlier + added.sorted { $0.column < $1.column }
    }

    /// What a column belongs to: a property of one type.
    struct Key: Hashable {
        let name: String
        let type: String

        init(_ definition: PropertyDefinition) { (name, type) = (definition.name, definition.type) }
        init(_ assignment: ColumnAssignment) { (name, type) = (assignment.property, assignment.hubSpotType) }
    }
}

// MARK: - Who chooses first

extension ColumnNaming {
    private struct Candidate {
        let definition: PropertyDefinition
        let stem: String
        /// Lower ranks choose first. The prefix `unparsed_` is reserved for raw texts, so who is called so comes second.
        let rank: Int
    }

    private static func candidates(
        _ definitions: [PropertyDefinition], earlier: [ColumnAssignment]
    ) -> [Candidate] {
        var keys = Set(earlier.map(Key.init))
        var names = Set(earlier.map(\.property))
        var candidates: [Candidate] = []
        for definition in definitions.sorted(by: comesFirst) where keys.insert(Key(definition)).inserted {
            let folded = NameFolding.fold(definition.name)
            if names.insert(definition.name).inserted {
                let rank = (NameFolding.isPlain(definition.name) ? 0 : 2) + (folded.hasPrefix("unparsed_") ? 1 : 0)
                candidates.append(Candidate(definition: definition, stem: folded, rank: rank))
            } else {
                let stem = "\(folded)__\(NameFolding.fold(definition.type))"
                candidates.append(Candidate(definition: definition, stem: stem, rank: 4))
            }
        }
        return (0...4).flatMap { rank in candidates.filter { $0.rank == rank } }
    }

    private static func comesFirst(_ left: PropertyDefinition, _ right: PropertyDefinition) -> Bool {
        func rank(_ definition: PropertyDefinition) -> (Int, String, String) {
            (definition.isArchived ? 1 : 0, definition.name, definition.type)
        }
        return rank(left) < rank(right)
    }
}
