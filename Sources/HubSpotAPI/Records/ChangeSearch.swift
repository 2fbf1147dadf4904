import CRM
import Foundations

/// Searches one type for the records that were modified in a window of time, in the order of their ids.
///
/// The window stays fixed and each page begins behind the last id, always at offset 0: so the 10,000 records that a search can
/// reach do not matter, nor do thousands of records with one modified time. A record that changes meanwhile leaves the window
/// and stands in a later one.
struct ChangeSearch: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    let limits: HubSpotLimits
    let type: ObjectType
    let window: Range<Timestamp>

    /// One page: what stands behind the id `after`.
    func page(after: Int64?) async throws -> ChangePage {
        let answer = try await executor.answer(call(after: after), decode: ChangePage.init)
        if case .refused(let refusal) = answer, refusal.kind == .absent || refusal.status == 400 {
            throw Failure(.notFound, purpose, why: refusal.words, remedy: "Records of this type are read in full.")
        }
        return try answer.value(orFailureOf: purpose)
    }

    private func call(after: Int64?) -> APICall {
        var filters = [
            filter(type.lastModifiedProperty, "GTE", window.lowerBound.milliseconds),
            filter(type.lastModifiedProperty, "LT", window.upperBound.milliseconds),
        ]
        if let after { filters.append(filter("hs_object_id", "GT", after)) }
        let body: JSONObject = [
            "filterGroups": .array([.object(["filters": .array(filters)])]),
            "sorts": .array([
                .object(["propertyName": .string("hs_object_id"), "direction": .string("ASCENDING")])
            ]),
            "properties": .array([.string(type.lastModifiedProperty)]),
            "limit": .number(String(limits.searchPage)),
        ]
        return APICall(endpoint: version.search(type.pathSegment), body: .object(body), purpose: purpose)
    }

    private func filter(_ property: String, _ comparison: String, _ value: Int64) -> JSONValue {
        .object([
            "propertyName": .string(property), "operator": .string(comparison), "value": .string(String(value)),
        ])
    }

    private var purpose: String { "cannot search for changed records of \(type.pathSegment)" }
}

/// One answer of a search for changes.
struct ChangePage: Sendable, Hashable {
    /// Records that fit, this page's and all behind it.
    var total: Int
    var stamps: [RecordStamp]
    /// Whether the search ends here.
    var isLast: Bool

    init(_ body: [UInt8]) throws(JSONError) {
        let document = try JSONValue(parsing: body)
        guard let total = document.integer("total"), document["results"]?.array != nil else {
            throw JSONError(.shape, "the answer has no total or no results", offset: 0)
        }
        self.total = Int(clamping: total)
        var stamps: [RecordStamp] = []
        for result in document.elements("results") {
            guard let id = result.integer("id") else {
                throw JSONError(.shape, "a record has no numeric id", offset: 0)
            }
            stamps.append(RecordStamp(id: id, updatedAt: result.time("updatedAt")))
        }
        self.stamps = stamps
        isLast = stamps.isEmpty || document.member("paging").nextCursor == nil
    }
}
