public import CRM

/// The names of the tables that depend on the account: one per object type, per association pair and per event type.
///
/// Kept in `catalog.json`. A name once given never changes, whatever becomes of HubSpot's labels.
public struct TableNames: Sendable, Hashable, Codable {
    /// What an object type is called in the names of tables and columns.
    public struct TypeName: Sendable, Hashable, Codable {
        /// The type that is named.
        public var objectTypeID: ObjectTypeID
        /// Stands in table names: `contacts` in `objects_contacts`.
        public var plural: String
        /// Stands in column names: `contact` in `contact_objectid`.
        public var singular: String

        /// The name of the type's individual table.
        public var table: String { "objects_\(plural)" }
    }

    /// The name of an association pair's individual table.
    public struct PairName: Sendable, Hashable, Codable {
        /// Where the associations start.
        public var from: ObjectTypeID
        /// Where they point.
        public var to: ObjectTypeID
        /// `associations_contacts_to_deals`.
        public var table: String
    }

    /// The name of an event type's individual table.
    public struct EventName: Sendable, Hashable, Codable {
        /// HubSpot's name of the event type, with its prefix; an id may become known later, the name stays.
        public var event: String
        /// `events_visited_page`.
        public var table: String
    }

    /// In the order in which they were given.
    public private(set) var types: [TypeName] = []
    /// In the order in which they were given.
    public private(set) var pairs: [PairName] = []
    /// In the order in which they were given.
    public private(set) var events: [EventName] = []

    /// No names yet.
    public init() {}

    /// `earlier` with names for those of `types`, `pairs` and `events` that have none; pairs of unnamed types are left out.
    public static func assign(
        _ types: [ObjectType], pairs: [AssociationPair] = [], events: [EventType] = [],
        earlier: TableNames = TableNames()
    ) -> TableNames {
        var names = earlier
        names.nameTypes(types)
        names.namePairs(pairs)
        names.nameEvents(events)
        return names
    }

    /// The type's name; nil when it has none.
    public subscript(type: ObjectTypeID) -> TypeName? { types.first { $0.objectTypeID == type } }

    /// The pair's table; nil when it has none.
    public subscript(pair: AssociationPair) -> String? {
        pairs.first { $0.from == pair.from && $0.to == pair.to }?.table
    }

    /// The event type's table; nil when it has none.
    public subscript(event: EventType) -> String? { events.first { $0.event == event.fullyQualifiedName }?.table }
}

// MARK: - JSON

extension TableNames {
    /// Reads what was written, also before event types had names.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        types = try values.decode([TypeName].self, forKey: .types)
        pairs = try values.decode([PairName].self, forKey: .pairs)
        events = try values.decodeIfPresent([EventName].self, forKey: .events) ?? []
    }
}

// MARK: - Naming

extension TableNames {
    /// `from_<singular>_objectid` is the longest name that a singular stands in.
    private static let singularLimit = NameFolding.limit - "from__objectid".utf8.count
    private static let pluralLimit = NameFolding.limit - "objects_".utf8.count

    private mutating func nameTypes(_ wanted: [ObjectType]) {
        var plurals = NameClaims(taken: Set(types.map(\.plural)))
        var singulars = NameClaims(taken: Set(types.map(\.singular)))
        var named = Set(types.map(\.objectTypeID))
        for type in wanted.sorted(by: Self.comesFirst) where named.insert(type.id).inserted {
            let original = Self.original(type)
            types.append(
                TypeName(
                    objectTypeID: type.id,
                    plural: plurals.claim(
                        NameFolding.fold(original), original: original, identity: Self.identity(type),
                        limit: Self.pluralLimit),
                    singular: singulars.claim(
                        NameFolding.fold(type.name), original: type.name, identity: Self.identity(type),
                        limit: Self.singularLimit)))
        }
    }

    private mutating func namePairs(_ wanted: [AssociationPair]) {
        var tables = NameClaims(taken: Set(pairs.map(\.table)))
        for pair in wanted.sorted(by: { ($0.from.rawValue, $0.to.rawValue) < ($1.from.rawValue, $1.to.rawValue) }) {
            guard self[pair] == nil, let from = self[pair.from], let to = self[pair.to] else { continue }
            let name = "associations_\(from.plural)_to_\(to.plural)"
            let identity = "\(pair.from)_to_\(pair.to)"
            let table = tables.claim(name, original: name, identity: identity)
            pairs.append(PairName(from: pair.from, to: pair.to, table: table))
        }
    }

    private mutating func nameEvents(_ wanted: [EventType]) {
        var tables = NameClaims(taken: Set(events.map(\.table)))
        var named = Set(events.map(\.event))
        for name in wanted.map(\.fullyQualifiedName).sorted(by: Self.eventComesFirst)
        where named.insert(name).inserted {
            let stem = NameFolding.fold(EventTypeName(name).stem)
            events.append(
                EventName(event: name, table: tables.claim("events_\(stem)", original: name, identity: name)))
        }
    }

    /// Names that need no folding first, HubSpot's own among them first, then by name, so that the order is no matter.
    private static func eventComesFirst(_ left: String, _ right: String) -> Bool {
        func rank(_ name: String) -> (Int, Int, String) {
            let parts = EventTypeName(name)
            return (NameFolding.isPlain(parts.stem) ? 0 : 1, parts.metaType == "hubspot" ? 0 : 1, name)
        }
        return rank(left) < rank(right)
    }

    /// Standard types first, then those whose name needs no folding, then by id, so that the order of `types` is no matter.
    private static func comesFirst(_ left: ObjectType, _ right: ObjectType) -> Bool {
        func rank(_ type: ObjectType) -> (Int, Int, String) {
            (type.id.isCustom ? 1 : 0, NameFolding.isPlain(original(type)) ? 0 : 1, type.id.rawValue)
        }
        return rank(left) < rank(right)
    }

    /// The plural internal name of standard types; the plural label of custom ones where folding keeps it readable.
    private static func original(_ type: ObjectType) -> String {
        if let plural = type.pluralName { return plural }
        let label = type.pluralLabel
        let isReadable = label.utf8.allSatisfy { $0 < 0x80 } && NameFolding.fold(label).contains { $0 != "_" }
        return isReadable ? label : type.name
    }

    private static func identity(_ type: ObjectType) -> String { "\(type.fullyQualifiedName) \(type.id)" }
}
