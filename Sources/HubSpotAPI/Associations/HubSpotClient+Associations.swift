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
    /// The result is held in memory; a caller with many records takes ``associationPages(_:from:)``. Records that no longer
    /// exist have none.
    public func associations(_ pair: AssociationPair, from ids: [Int64]) async throws -> [Association] {
        var associations: [Association] = []
        for try await page in associationPages(pair, from: ids) { associations += page }
        return associations
    }

    /// The same, page by page as they are asked for: each page is one answer, and a round of
    /// ``HubSpotLimits/parallelAssociationReads`` of them is held at a time. A record's associations may stand in several pages.
    public func associationPages(_ pair: AssociationPair, from ids: [Int64]) -> AssociationPages {
        associationPages(pair) { positions, _ in Array(ids[positions.clamped(to: 0..<ids.count)]) }
    }

    /// The same for ids that are still being found out: a call is made as soon as as many are known as it asks about.
    public func associationPages(
        _ pair: AssociationPair, from ids: @escaping AssociationPages.IDs
    ) -> AssociationPages {
        AssociationPages(source: AssociationSource(self, pair), ids: ids)
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
