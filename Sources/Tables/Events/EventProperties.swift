import CRM
import Parquet

/// The properties of an event type: those of its definition, and those that only occur. HubSpot publishes no definition of its
/// own event types.
enum EventProperties {
    /// HubSpot's type of a property without a definition: text, like every type that we do not know.
    static let undefined = "unknown"

    /// The definitions of `type`, then one for each other property that was seen or has a name since earlier.
    static func definitions(
        of type: EventType, seen: Set<String>, assigned: [ColumnAssignment]
    ) -> [PropertyDefinition] {
        let earlier = Dictionary(assigned.map { ($0.property, $0) }, uniquingKeysWith: { $1.isColumn ? $1 : $0 })
        let defined = type.properties.map { definition(of: $0, earlier: earlier[$0.name]) }
        let others = seen.union(earlier.keys).subtracting(defined.map(\.name)).sorted()
        return defined + others.map { definition(undefined: $0, earlier: earlier[$0]) }
    }

    /// A text that got its column before its definition could be read keeps it.
    private static func definition(of property: PropertyDefinition, earlier: ColumnAssignment?) -> PropertyDefinition {
        guard earlier?.hubSpotType == undefined, ColumnTyping.columnType(of: property) == .string else {
            return property
        }
        var property = property
        property.type = undefined
        return property
    }

    /// What had a definition keeps its type while that cannot be read, and stays out where it was left out: it may be sensitive.
    private static func definition(undefined name: String, earlier: ColumnAssignment?) -> PropertyDefinition {
        let wasLeftOut = earlier.map { !$0.isColumn && $0.hubSpotType != undefined } ?? false
        return PropertyDefinition(
            name: name, label: "", type: earlier?.hubSpotType ?? undefined, fieldType: "", isArchived: wasLeftOut)
    }
}
