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
    /// Association definitions of the pairs that have any.
    var definitions: [AssociationPair: [AssociationDefinition]] = [:]
    /// Event types that HubSpot's events API has, with what their definitions say.
    var eventTypes: [EventType] = []
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

    /// Asks the account; throws only when interrupted, or when nothing at all could be asked.
    ///
    /// - Parameter known: types that were there before, so that one which can no longer be seen is missed by name.
    init(_ hubspot: HubSpotClient, known: TableNames, parallel: Int) async throws {
        try await askTypes(hubspot, known: known)
        try await askProperties(hubspot, parallel: parallel)
        try await askPairs(hubspot, parallel: parallel)
        try await askEvents(hubspot)
    }

    private mutating func askEvents(_ hubspot: HubSpotClient) async throws {
        emailEventTypes = MarketingEmailEventKind.allCases.map(\.eventType)
        let emailNames = Set(emailEventTypes.map(\.fullyQualifiedName))
        switch try await Self.settled({ try await hubspot.eventTypes() }) {
        // HubSpot's list names the e-mail events too, but its events API has none of them.
        case .success(let types): eventTypes = types.filter { !emailNames.contains($0.fullyQualifiedName) }
        case .failure(let failure): warnings.append("events were not read: \(failure)")
        }
    }

    private mutating func askTypes(_ hubspot: HubSpotClient, known: TableNames) async throws {
        let availability = try await hubspot.availability(of: types)
        // A type that the account does not have is no table that it can have.
        types.removeAll { if case .notEnabled = availability[$0.id] { true } else { false } }
        for type in types {
            // Only a missing scope is an answer; what could not be asked is found out when the records are read.
            guard case .refused(let failure) = availability[type.id], failure.kind == .authorization else { continue }
            refusals[type.id] = failure
        }
        if case .success(let counts) = try await Self.settled({ try await hubspot.recordCounts() }) {
            recordCounts = counts
        }
        switch try await Self.settled({ try await hubspot.customObjectTypes() }) {
        case .success(let custom): types += custom
        case .failure(let failure):
            warnings.append("custom objects were not read: \(failure.why)")
            for name in known.types where name.objectTypeID.isCustom { refusals[name.objectTypeID] = failure }
        }
    }

    private mutating func askProperties(_ hubspot: HubSpotClient, parallel: Int) async throws {
        let readable = types.filter { refusals[$0.id] == nil }
        let answers = try await readable.mapConcurrently(limit: parallel) { type in
            (type.id, try await Self.settled { try await hubspot.properties(of: type) })
        }
        for (id, answer) in answers {
            switch answer {
            case .success(let list): properties[id] = list
            case .failure(let failure): refusals[id] = failure
            }
        }
    }

    private mutating func askPairs(_ hubspot: HubSpotClient, parallel: Int) async throws {
        var pairs: [AssociationPair] = []
        for from in types.map(\.id) {
            for to in types.map(\.id) {
                let pair = AssociationPair(from: from, to: to)
                if let failure = refusals[from] ?? refusals[to] {
                    refusedPairs[pair] = failure
                } else if PublishedAssociations.mayHave(pair) {
                    pairs.append(pair)
                }
            }
        }
        let answers = try await pairs.mapConcurrently(limit: parallel) { pair in
            (pair, try await Self.settled { try await hubspot.associationDefinitions(pair) })
        }
        for (pair, answer) in answers {
            switch answer {
            case .success(let list): if !list.isEmpty { definitions[pair] = list }
            case .failure(let failure): refusedPairs[pair] = failure
            }
        }
    }

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
