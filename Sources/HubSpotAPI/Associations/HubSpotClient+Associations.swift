public import CRM
import Foundations

extension HubSpotClient {
    /// The association types of a directed pair; empty if the account knows none for it.
    public func associationDefinitions(_ pair: AssociationPair) async throws -> [AssociationDefinition] {
        let call = APICall(
            endpoint: version.associationLabels(from: pair.from.rawValue, to: pair.to.rawValue),
            purpose: "cannot read the association types from \(pair.from) to \(pair.to)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try ResultList(body) { definition throws(JSONError) in try AssociationDefinition(definition, pair: pair) }
        }
        switch answer {
        case .value(let list): return list.elements
        case .refused(let refusal) where refusal.kind == .absent || refusal.status == 400 && refusal.body.isHubSpot:
            // HubSpot's way to say that the two types cannot be associated.
            return []
        case .refused(let refusal): throw refusal.failure(call.purpose)
        }
    }

    /// All associations of a pair that start at the records `ids`, each record's pages read to their end.
    ///
    /// The result is held in memory; a caller with many records asks for some at a time. Records that no longer exist have none.
    public func associations(_ pair: AssociationPair, from ids: [Int64]) async throws -> [Association] {
        var queue = AssociationQueue(ids)
        var associations: [Association] = []
        while true {
            let inputs = queue.next(atMost: associationInputs.current)
            if inputs.isEmpty { return associations }
            let call = associationCall(pair, inputs)
            switch try await executor.answer(call, decode: AssociationPageDecoder.decode) {
            case .value(let page):
                if let problem = page.problems.first(where: { !$0.meansNone }) { throw problem.failure(call.purpose) }
                associations += page.associations
                try queue.follow(page, after: inputs, purpose: call.purpose)
            case .refused(let refusal) where refusal.kind == .absent: continue
            case .refused(let refusal) where refusal.asksForLess && inputs.count > 1:
                associationInputs.halve(inputs.count)
                queue.putBack(inputs)
            case .refused(let refusal): throw refusal.failure(call.purpose)
            }
        }
    }

    private func associationCall(_ pair: AssociationPair, _ inputs: [AssociationInput]) -> APICall {
        let documents = inputs.map { input in
            var members: JSONObject = ["id": .string(String(input.id))]
            if let after = input.after { members["after"] = .string(after) }
            return JSONValue.object(members)
        }
        return APICall(
            endpoint: version.associationBatchRead(from: pair.from.rawValue, to: pair.to.rawValue),
            body: .object(["inputs": .array(documents)]), canShrink: inputs.count > 1,
            purpose: "cannot read the associations from \(pair.from) to \(pair.to)")
    }
}

extension BatchProblem {
    /// The failure of a batch of which HubSpot could not answer a part: "unknown" must not become "none".
    fileprivate func failure(_ purpose: String) -> Failure {
        Failure(
            .transient, purpose,
            why:
                "HubSpot answered for a part of the records only: \(category ?? "no category"), \(message ?? "no message")",
            remedy: "Run again later.")
    }
}

extension AssociationDefinition {
    fileprivate init(_ definition: JSONValue, pair: AssociationPair) throws(JSONError) {
        guard let category = AssociationCategory(rawValue: try definition.required("category")),
            let typeID = definition.integer("typeId")
        else { throw JSONError(.shape, "an association type has no known category or no typeId", offset: 0) }
        self.init(pair: pair, category: category, typeID: typeID, label: definition.text("label"))
    }
}
