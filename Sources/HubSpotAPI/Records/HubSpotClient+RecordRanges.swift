public import CRM
import Foundations

extension HubSpotClient {
    /// Splits the records of `type` into ranges that can be read at once, each by ``records(of:properties:history:archived:in:)``.
    ///
    /// HubSpot's lists ascend by id and their cursor is an id, so a list can begin anywhere. Searches ordered by id, one for each
    /// range, find where equal shares begin; they draw on the search budget, which a full read hardly uses otherwise. The cuts
    /// need not be exact, since a record belongs to a range by its id alone. One list from a cut in the middle proves that the
    /// account's API takes such a cursor. Where it does not, where the type has no search, and for small types the one range
    /// ``RecordRange/all`` is returned.
    ///
    /// - Parameters:
    ///   - type: which records.
    ///   - archived: whether the archived ones are meant; search does not see those, so they are one range.
    ///   - count: records of the type, if known (``recordCounts()``): small types then cost no call.
    public func recordRanges(
        of type: ObjectType, archived: Bool = false, count: Int64? = nil
    ) async throws -> [RecordRange] {
        guard !archived, count ?? .max >= Int64(limits.rangedRecords) else { return [.all] }
        guard let total = try await search(type, from: nil, skipping: 0)?.total, total >= Int64(limits.rangedRecords)
        else { return [.all] }
        let cuts = try await cuts(of: type, stride: RangePlan.stride(total: total, limits: limits))
        guard !cuts.isEmpty, try await listBegins(at: cuts[cuts.count / 2], of: type) else { return [.all] }
        return RecordRange.between(cuts)
    }

    /// The ids of every `stride`th record.
    private func cuts(of type: ObjectType, stride: Int) async throws -> [Int64] {
        var cuts: [Int64] = []
        while let id = try await search(type, from: cuts.last, skipping: stride)?.id, id > cuts.last ?? 0 {
            cuts.append(id)
        }
        return cuts
    }

    /// The record after `skipped` ones of those from the id `from` on; nil where the type cannot be searched.
    private func search(_ type: ObjectType, from id: Int64?, skipping skipped: Int) async throws -> SearchAnswer? {
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

    private func listBegins(at id: Int64, of type: ObjectType) async throws -> Bool {
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
