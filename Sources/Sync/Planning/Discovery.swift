import CRM
import Foundations
import HubSpotAPI
import Tables

/// What the account has and what the token may see of it: types, their properties, the pairs that are associated.
///
/// Everything here costs a handful of calls and no records.
struct Discovery: Sendable {
    /// All types, standard ones first.
    var types: [ObjectType] = StandardObjectTypes.all
    /// Definitions by type; a type that could not be read is missing here and stands in ``refusals``.
    var properties: [ObjectTypeID: [PropertyDefinition]] = [:]
    /// Association definitions of the pairs that have any; none before they were asked for.
    var definitions: [AssociationPair: [AssociationDefinition]] = [:]
    /// Event types that HubSpot's events API has, with what their definitions say.
    var eventTypes: [EventType] = []
    /// Why HubSpot does not say which events there are.
    var eventRefusal: Failure?
    /// The types of marketing e-mail events, which come from an API of their own.
    var emailEventTypes: [EventType] = []
    /// Records by type, as HubSpot counts them; empty where it does not say.
    var recordCounts: [ObjectTypeID: Int64] = [:]
    /// Types that could not be read, and why.
    var refusals: [ObjectTypeID: Failure] = [:]
    /// Pairs that could not be read, and why.
    var refusedPairs: [AssociationPair: Failure] = [:]
    /// What a reader of the report should know.
    var warnings: [String] = []

    /// Nothing but the standard types is known.
    init() {}

    /// Asks the account which types it has; throws only when interrupted, or when nothing at all could be asked.
    ///
    /// - Parameter known: types that were there before, so that one which can no longer be seen is missed by name.
    init(_ hubspot: HubSpotClient, known: TableNames) async throws {
        async let custom = Self.settled { try await hubspot.customObjectTypes() }
        take(try await hubspot.availability(of: types))
        take(customTypes: try await custom, known: known)
    }

    /// The same with the types' properties and sizes and the event types. What does not depend on each other is asked at the same
    /// time: at HubSpot's latency each step is felt.
    ///
    /// - Parameter kept: an earlier discovery, of which archived definitions are taken; nil to ask for everything.
    func withDefinitions(_ hubspot: HubSpotClient, kept: Discovery?, parallel: Int) async throws -> Discovery {
        var discovery = self
        async let events = Self.settled { try await hubspot.eventTypes() }
        async let counts = Self.settled { try await hubspot.recordCounts() }
        discovery.take(
            properties: try await Self.properties(
                of: types.filter { refusals[$0.id] == nil }, kept?.properties ?? [:], hubspot, parallel))
        discovery.take(events: try await events)
        if case .success(let counts) = try await counts { discovery.recordCounts = counts }
        return discovery
    }

    /// The same with all pairs that the account may have, without definitions.
    var withPossiblePairs: Discovery {
        var discovery = self
        for pair in askablePairs { discovery.definitions[pair] = [] }
        return discovery
    }

    /// The same with the pairs that the account has.
    func withPairs(_ answers: [PairAnswer]) -> Discovery {
        var discovery = self
        discovery.take(definitions: answers)
        return discovery
    }

    /// Whether the account has the same custom types as when this was found out: one call, and none where it had no custom types.
    ///
    /// HubSpot refuses all that concerns a type which was deleted since. Where it does not say which types there are, nothing is
    /// known to have changed.
    func hasAllTypesStill(_ hubspot: HubSpotClient) async throws -> Bool {
        let custom = Set(types.filter { $0.id.isCustom && !$0.isArchived }.map(\.id))
        guard !custom.isEmpty else { return true }
        switch try await Self.settled({ try await hubspot.customObjectTypes(archived: false) }) {
        case .success(let now): return custom == Set(now.map(\.id))
        case .failure: return true
        }
    }

    /// Asks which pairs the account has: one call for each that it may have, of a limit that little else draws on.
    ///
    /// - Parameter kept: an earlier discovery whose answers still hold; nil to ask about all pairs.
    func askPairs(_ hubspot: HubSpotClient, kept: Discovery?, parallel: Int) async throws -> [PairAnswer] {
        let settled = kept.map { Set($0.types.map(\.id)).subtracting($0.refusals.keys) } ?? []
        return try await askablePairs.mapConcurrently(limit: parallel) { pair in
            if let kept, settled.contains(pair.from), settled.contains(pair.to) {
                if let refusal = kept.refusedPairs[pair] { return (pair, .failure(refusal)) }
                return (pair, .success(kept.definitions[pair] ?? []))
            }
            return (pair, try await Self.settled { try await hubspot.associationDefinitions(pair) })
        }
    }

    /// A pair, and the association types that it has.
    typealias PairAnswer = (AssociationPair, Result<[AssociationDefinition], Failure>)

    private static func properties(
        of types: [ObjectType], _ known: [ObjectTypeID: [PropertyDefinition]], _ hubspot: HubSpotClient, _ parallel: Int
    ) async throws -> [(ObjectTypeID, Result<[PropertyDefinition], Failure>)] {
        try await types.mapConcurrently(limit: parallel) { type in
            (type.id, try await settled { try await hubspot.properties(of: type, known: known[type.id]) })
        }
    }

    /// Pairs that HubSpot can have, of types that were not refused.
    private var askablePairs: [AssociationPair] {
        pairs.filter { refusals[$0.from] == nil && refusals[$0.to] == nil && PublishedAssociations.mayHave($0) }
    }

    private var pairs: [AssociationPair] {
        types.flatMap { from in types.map { AssociationPair(from: from.id, to: $0.id) } }
    }
}

// MARK: - Taking in the answers

extension Discovery {
    private mutating func take(_ availability: [ObjectTypeID: TypeAvailability]) {
        // A type that the account does not have is no table that it can have.
        types.removeAll { if case .notEnabled = availability[$0.id] { true } else { false } }
        for type in types {
            // Only a missing scope is an answer; what could not be asked is found out when the records are read.
            guard case .refused(let failure) = availability[type.id], failure.kind == .authorization else { continue }
            refusals[type.id] = failure
        }
    }

    private mutating func take(customTypes answer: Result<[ObjectType], Failure>, known: TableNames) {
        switch answer {
        case .success(let custom): types += custom
        case .failure(let failure):
            warnings.append("custom objects were not read: \(failure.why)")
            for name in known.types where name.objectTypeID.isCustom { refusals[name.objectTypeID] = failure }
        }
    }

    private mutating func take(properties answers: [(ObjectTypeID, Result<[PropertyDefinition], Failure>)]) {
        for (id, answer) in answers {
            switch answer {
            case .success(let list): properties[id] = list
            case .failure(let failure): refusals[id] = failure
            }
        }
    }

    private mutating func take(definitions answers: [PairAnswer]) {
        for (pair, answer) in answers {
            switch answer {
            case .success(let list): if !list.isEmpty { definitions[pair] = list }
            case .failure(let failure): refusedPairs[pair] = failure
            }
        }
        for pair in pairs {
            guard let failure = refusals[pair.from] ?? refusals[pair.to] else { continue }
            definitions[pair] = nil
            refusedPairs[pair] = failure
        }
    }

    private mutating func take(events answer: Result<[EventType], Failure>) {
        emailEventTypes = MarketingEmailEventKind.allCases.map(\.eventType)
        let emailNames = Set(emailEventTypes.map(\.fullyQualifiedName))
        switch answer {
        // HubSpot's list names the e-mail events too, but its events API has none of them.
        case .success(let types): eventTypes = types.filter { !emailNames.contains($0.fullyQualifiedName) }
        case .failure(let failure):
            warnings.append("events were not read: \(failure)")
            eventRefusal = failure
        }
    }
}

extension Discovery {
    /// What `body` returns or why it failed; only an interruption goes through.
    static func settled<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Result<Value, Failure> {
        do {
            return .success(try await body())
        } catch {
            let failure = Failure(error, while: "cannot read from HubSpot")
            if failure.kind == .cancelled { throw failure }
            return .failure(failure)
        }
    }
}
