import CRM
import Foundations

/// A discovery as it rests in the bucket between runs: lists in one order, so that equal discoveries have equal files.
struct DiscoveryFile: Codable {
    private var types: [ObjectType]
    private var properties: [Entry<ObjectTypeID, [PropertyDefinition]>]
    private var definitions: [Entry<AssociationPair, [AssociationDefinition]>]
    private var eventTypes: [EventType]
    private var eventRefusal: Failure?
    private var emailEventTypes: [EventType]
    private var refusals: [Entry<ObjectTypeID, Failure>]
    private var refusedPairs: [Entry<AssociationPair, Failure>]
    private var warnings: [String]

    private struct Entry<Key: Codable, Value: Codable>: Codable {
        var key: Key
        var value: Value
    }

    /// The file of `discovery`. How many records each type has is not in it: that is of the moment.
    init(_ discovery: Discovery) {
        types = discovery.types
        properties = discovery.properties.sorted { $0.key.rawValue < $1.key.rawValue }.map { Entry(key: $0, value: $1) }
        definitions = discovery.definitions.sorted { $0.key.name < $1.key.name }.map { Entry(key: $0, value: $1) }
        eventTypes = discovery.eventTypes
        eventRefusal = discovery.eventRefusal
        emailEventTypes = discovery.emailEventTypes
        refusals = discovery.refusals.sorted { $0.key.rawValue < $1.key.rawValue }.map { Entry(key: $0, value: $1) }
        refusedPairs = discovery.refusedPairs.sorted { $0.key.name < $1.key.name }.map { Entry(key: $0, value: $1) }
        warnings = discovery.warnings
    }

    /// The discovery that the file is of.
    var discovery: Discovery {
        var discovery = Discovery()
        discovery.types = types
        discovery.properties = Self.dictionary(properties)
        discovery.definitions = Self.dictionary(definitions)
        discovery.eventTypes = eventTypes
        discovery.eventRefusal = eventRefusal
        discovery.emailEventTypes = emailEventTypes
        discovery.refusals = Self.dictionary(refusals)
        discovery.refusedPairs = Self.dictionary(refusedPairs)
        discovery.warnings = warnings
        return discovery
    }

    private static func dictionary<Key: Hashable, Value>(_ entries: [Entry<Key, Value>]) -> [Key: Value] {
        Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
