import CRM
import Foundations

/// Finds where the ranges of one type begin.
struct RangePlanner: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    let limits: HubSpotLimits
    let type: ObjectType

    init(_ executor: CallExecutor, _ version: HubSpotAPIVersion, _ limits: HubSpotLimits, _ type: ObjectType) {
        self.executor = executor
        self.version = version
        self.limits = limits
        self.type = type
    }

    /// How to split the records; nil for a small type and for one without search.
    ///
    /// - Parameter count: records of the type, if known; asked for otherwise.
    func plan(count: Int64?) async throws -> RangePlan? {
        var total = count
        if total == nil { total = try await search(from: nil, skipping: 0)?.total }
        return total.flatMap { RangePlan(total: $0, limits: limits) }
    }

    /// The id of the record `stride` ones after `id`; nil where there are no more.
    func cut(after id: Int64?, stride: Int) async throws -> Int64? {
        try await search(from: id, skipping: stride)?.id.flatMap { $0 > id ?? 0 ? $0 : nil }
    }

    /// The record after `skipped` ones of those from the id `from` on; nil where the type cannot be searched.
    private func search(from id: Int64?, skipping skipped: Int) async throws -> SearchAnswer? {
        let filter = id.map { id in
            JSONValue.object([
                "propertyName": .string("hs_object_id"), "operator": .string("GTE"), "value": .string(String(id)),
            ])
        }
        var body: JSONObject = [
            "filterGroups": .array(filter.map { [.object(["filters": .array([$0])])] } ?? []),
            "sorts": .array([
                .object(["propertyName": .string("hs_object_id"), "direction": .string("ASCENDING")])
            ]), "properties": .array([.string("hs_object_id")]), "limit": .number("1"),
        ]
        if skipped > 0 { body["after"] = .string(String(skipped)) }
        let call = APICall(
            endpoint: version.search(type.pathSegment), body: .object(body),
            purpose: "cannot search the records of \(type.pathSegment)")
        guard case .value(let answer) = try await executor.answer(call, decode: SearchAnswer.init) else { return nil }
        return answer
    }

    /// Whether a list takes the cut `id` for a cursor, and answers what a list by ascending ids answers there.
    func listBegins(at id: Int64) async throws -> Bool {
        let call = APICall(
            endpoint: version.records(of: type.pathSegment),
            query: [.init("limit", "10"), .init("archived", "false"), .init("properties", "hs_object_id")]
                + RecordRange(from: id).cursor.query, purpose: "cannot read the records of \(type.pathSegment)")
        let decoder = RecordPageDecoder(propertyNames: ["hs_object_id"])
        guard case .value(let answer) = try await executor.answer(call, decode: decoder.decode) else { return false }
        return RangePlan.isPlausible(answer.page.records.map(\.id), from: id)
    }
}
/// What a search that asks for one record answers.
private struct SearchAnswer: Sendable {
    var total: Int64
    var id: Int64?

    init(_ body: [UInt8]) throws(JSONError) {
        let document = try JSONValue(parsing: body)
        guard let total = document.integer("total") else {
            throw JSONError(.shape, "the answer has no total", offset: 0)
        }
        self.total = total
        id = document.elements("results").first?.integer("id")
    }
}
