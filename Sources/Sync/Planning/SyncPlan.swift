import CRM
import Foundations
import Tables

/// What a run will do with each table: pure, made from what the account has and what the user wants.
struct SyncPlan: Sendable {
    /// Names of all types and pairs, earlier ones unchanged.
    let names: TableNames
    /// The types whose definitions could be read.
    let types: [ObjectType]
    /// Event types that have tables, while HubSpot does not say which there are.
    let lostEvents: [EventType]
    /// The tables that will be synced.
    let tables: [TableSelection.Table]
    /// The tables that must be left alone, with the reason.
    let skipped: [RunReport.Skipped]
    /// Patterns that fit nothing.
    let warnings: [String]

    init(_ discovery: Discovery, settings: SyncSettings, earlier: TableNames) {
        let pairs = Set(discovery.definitions.keys).union(discovery.refusedPairs.keys)
        let lost = Self.lostEvents(discovery, earlier)
        let events = discovery.eventTypes + discovery.emailEventTypes + lost
        let names = TableNames.assign(discovery.types, pairs: Array(pairs), events: events, earlier: earlier)
        let selection = TableSelection(
            types: Self.known(discovery, earlier), pairs: names.pairs.map(\.pair).filter(pairs.contains),
            events: events,
            names: names,
            organization: settings.organization, patterns: settings.tablePatterns)
        func refusal(_ kind: TableKind) -> Failure? {
            switch kind {
            case .objects(let type): discovery.refusals[type]
            case .associations(let pair): discovery.refusedPairs[pair]
            case .events(let name): lost.contains { $0.fullyQualifiedName == name } ? discovery.eventRefusal : nil
            default: nil
            }
        }
        self.names = names
        lostEvents = lost
        types = discovery.types.filter { discovery.refusals[$0.id] == nil }
        tables = selection.tables.filter { refusal($0.kind) == nil }
        skipped = selection.tables.compactMap { table in refusal(table.kind).map { .init(table.name, $0) } }
        warnings = selection.unmatchedPatterns.map { "the pattern \($0) fits no table" }
    }

    /// The tables' names.
    var tableNames: [String] { tables.map(\.name) }

    /// Whether a table of this kind will be synced.
    func contains(_ kind: TableKind) -> Bool { tables.contains { $0.kind == kind } }

    /// The directed pairs whose associations will be read.
    var pairs: [AssociationPair] {
        tables.compactMap { table in if case .associations(let pair) = table.kind { pair } else { nil } }
    }

    /// Whether records of `type` must be read: for its own table, for the combined one, or for the ids that associations start at.
    func needsRecords(of type: ObjectTypeID) -> Bool {
        contains(.objects(type)) || SharedRecordTables.definitions.contains { contains($0.0) }
            || contains(.combinedAssociations) || type == .contacts && needsAddresses
            || pairs.contains { $0.from == type }
    }

    /// Whether contacts must be found by their e-mail addresses: for the events of marketing e-mails.
    var needsAddresses: Bool {
        contains(.combinedEvents)
            || MarketingEmailEventKind.allCases.contains { contains(.events($0.fullyQualifiedName)) }
    }

    /// Event types that have tables, while HubSpot does not say which there are.
    private static func lostEvents(_ discovery: Discovery, _ earlier: TableNames) -> [EventType] {
        guard discovery.eventRefusal != nil else { return [] }
        let known = Set(discovery.emailEventTypes.map(\.fullyQualifiedName))
        return earlier.events.map(\.event).filter { !known.contains($0) }.map {
            EventType(id: KnownEventTypes.id(of: $0), fullyQualifiedName: $0)
        }
    }

    /// Types that exist now, and custom ones that existed before but could not be asked for.
    private static func known(_ discovery: Discovery, _ earlier: TableNames) -> [ObjectTypeID] {
        let present = discovery.types.map(\.id)
        return present
            + earlier.types.map(\.objectTypeID).filter { type in
                !present.contains(type) && discovery.refusals[type] != nil
            }
    }
}

extension TableNames.PairName {
    /// The pair that is named.
    var pair: AssociationPair { AssociationPair(from: from, to: to) }
}

extension RunReport.Skipped {
    /// `table` left alone because of `failure`.
    init(_ table: String, _ failure: Failure) {
        self.init(
            table: table, reason: failure.description, kind: failure.kind,
            missingScopes: failure.missingPermissions)
    }
}
