import CRM
import Foundations
import HubSpotAPI
import Tables

/// What the account has and what the token may see of it: types, their properties, the pairs that are associated.
///
/// Everything here costs a handful of calls and no records.
struct Discovery: Sendable {
    /// All types, standard ones first.
    var types: [ObjectType]
    /// Definitions by type; a type that could not be read is missing here and stands in ``refusals``.
    var properties: [ObjectTypeID: [PropertyDefinition]]
    /// Association definitions of the pairs that have any.
    var definitions: [AssociationPair: [AssociationDefinition]]
    /// Pairs whose definitions could not be read.
    var refusedPairs: [AssociationPair: Failure]
    /// Types that could not be read, and why.
    var refusals: [ObjectTypeID: Failure]
    /// What a reader of the report should know.
    var warnings: [String]

    /// Asks the account; throws only what concerns all of it (the token, the network).
    ///
    /// - Parameter known: types that were there before, so that one which can no longer be seen is missed by name.
    init(_ hubspot: HubSpotClient, known: TableNames, _ settings: SyncSettings) async throws {
        warnings = []
        refusals = [:]
        refusedPairs = [:]
        types = StandardObjectTypes.all
        do {
            types += try await hubspot.customObjectTypes()
        } catch let failure as Failure where failure.kind == .authorization {
            warnings.append("custom objects were not read: \(failure.why)")
        }
        properties = [:]
        let answers = try await types.mapConcurrently(limit: settings.parallelSources) { type in
            (type.id, try await Self.settled { try await hubspot.properties(of: type) })
        }
        for (id, answer) in answers {
            switch answer {
            case .success(let list): properties[id] = list
            case .failure(let failure): refusals[id] = failure
            }
        }
        definitions = [:]
        let readable = types.map(\.id).filter { refusals[$0] == nil }
        let pairs = readable.flatMap { from in readable.map { AssociationPair(from: from, to: $0) } }
        let labels = try await pairs.mapConcurrently(limit: settings.parallelSources) { pair in
            (pair, try await Self.settled { try await hubspot.associationDefinitions(pair) })
        }
        for (pair, answer) in labels {
            switch answer {
            case .success(let list): if !list.isEmpty { definitions[pair] = list }
            case .failure(let failure): refusedPairs[pair] = failure
            }
        }
    }

    /// What `body` returns or why it failed; only an interruption and a refused token go through, since they concern everything.
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
