import CRM
import Foundations

/// Reads the associations of one pair, a round of batch reads at a time.
struct AssociationSource: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    /// Records in one batch read.
    let inputs: LearnedLimit
    let parallel: Int
    let pair: AssociationPair

    init(_ client: HubSpotClient, _ pair: AssociationPair) {
        executor = client.executor
        version = client.version
        inputs = client.associationInputs
        parallel = max(1, client.limits.parallelAssociationReads)
        self.pair = pair
    }

    /// One round: the next batches of `queue` at once, which is left with what is still to be read.
    func round(_ queue: inout AssociationQueue) async throws -> [[Association]] {
        var batches: [[AssociationInput]] = []
        while batches.count < parallel {
            let batch = queue.next(atMost: inputs.current)
            if batch.isEmpty { break }
            batches.append(batch)
        }
        let answers = try await batches.mapConcurrently(limit: parallel) { batch in
            try await executor.answer(call(for: batch), decode: AssociationPageDecoder.decode)
        }
        var pages: [[Association]] = []
        for (batch, answer) in zip(batches, answers) {
            switch answer {
            case .value(let page):
                if let problem = page.problems.first(where: { !$0.meansNone }) { throw problem.failure(purpose) }
                try queue.follow(page, after: batch, purpose: purpose)
                pages.append(page.associations)
            case .refused(let refusal) where refusal.kind == .absent: continue
            case .refused(let refusal) where refusal.asksForLess && batch.count > 1:
                inputs.halve(batch.count)
                queue.putBack(batch)
            case .refused(let refusal): throw refusal.failure(purpose)
            }
        }
        return pages
    }

    private func call(for inputs: [AssociationInput]) -> APICall {
        let documents = inputs.map { input in
            var members: JSONObject = ["id": .string(String(input.id))]
            if let after = input.after { members["after"] = .string(after) }
            return JSONValue.object(members)
        }
        return APICall(
            endpoint: version.associationBatchRead(from: pair.from.rawValue, to: pair.to.rawValue),
            body: .object(["inputs": .array(documents)]), canShrink: inputs.count > 1, purpose: purpose)
    }

    private var purpose: String { "cannot read the associations from \(pair.from) to \(pair.to)" }
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
