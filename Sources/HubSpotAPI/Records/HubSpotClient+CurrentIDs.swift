public import CRM
import Foundations

extension HubSpotClient {
    /// Under which id HubSpot has each of `ids` today: its own, or that of the record that it was merged into. Ids that HubSpot knows
    /// no longer are left out.
    ///
    /// One call for each id: only a read of one record follows those that were merged away, and it does so at once, while search
    /// shows the survivor moments to minutes later.
    public func currentIDs(of type: ObjectType, _ ids: [Int64]) async throws -> [Int64: Int64] {
        let answers = try await ids.mapConcurrently(limit: max(1, limits.parallelCalls)) { id in
            (id, try await currentID(of: type, id))
        }
        return answers.reduce(into: [:]) { current, answer in current[answer.0] = answer.1 }
    }

    private func currentID(of type: ObjectType, _ id: Int64) async throws -> Int64? {
        let call = APICall(
            endpoint: version.record(id, of: type.pathSegment), query: [.init("properties", "hs_object_id")],
            purpose: "cannot read one of the records of \(type.pathSegment)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            guard let id = try JSONValue(parsing: body).integer("id") else {
                throw JSONError(.shape, "the record has no numeric id", offset: 0)
            }
            return id
        }
        if case .refused(let refusal) = answer, refusal.kind == .absent { return nil }
        return try answer.value(orFailureOf: call.purpose)
    }
}
