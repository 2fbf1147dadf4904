import CRM
import Foundations

/// Reads all records of one type, step by step.
///
/// While the names of the wanted properties fit into a URL, each page of a list has the values. Otherwise the list gives ids
/// only, and batch reads, which carry the names in their body, give the values: several at a time, while the next ids are listed.
///
/// With history, only `propertiesWithHistory` names them: the first entry of a history is the current value.
struct RecordSource: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    let limits: HubSpotLimits
    /// Records in one page of the list with values.
    let page: LearnedLimit
    /// Records in one page of the list with ids.
    let idPage: LearnedLimit
    /// Records in one batch read.
    let inputs: LearnedLimit
    let type: ObjectType
    let isArchived: Bool
    let range: RecordRange
    /// Reads all that is wanted, and ``decoder`` what HubSpot does not refuse of it.
    let whole: RecordPageDecoder
    let refusedProperties: RefusedProperties
    /// Where reading begins.
    private(set) var start: Position

    /// Where the next step starts.
    struct Position: Sendable {
        /// Whether the list gives values, and not just ids.
        var readsByList: Bool
        var cursor = PageCursor()
        /// Ids that were listed and whose values are still to be read.
        var listed: [[Int64]] = []
    }

    /// What one step yields.
    struct Step: Sendable {
        var pages: [RecordPage]
        /// Nil after the last page.
        var next: Position?
    }

    init(
        _ client: HubSpotClient, type: ObjectType, properties: [String], history: Bool, archived: Bool,
        range: RecordRange
    ) {
        executor = client.executor
        version = client.version
        limits = client.limits
        page = LearnedLimit(history ? limits.historyPage : limits.listPage)
        idPage = LearnedLimit(limits.listPage)
        inputs = history ? client.historyInputs : client.batchInputs
        self.type = type
        self.range = range
        isArchived = archived
        var seen: Set<String> = []
        let names = properties.filter { seen.insert($0).inserted }
        let decoder = RecordPageDecoder(propertyNames: names, history: history)
        whole = decoder
        refusedProperties = client.refusedProperties
        let longest = Self.listCall(
            version.records(of: type.pathSegment), decoder, archived: archived, page: limits.listPage,
            after: String(Int64.max), purpose: "")
        // A name with a comma would become two names in a list.
        start = Position(
            readsByList: executor.host.current.utf8.count + longest.target.utf8.count < limits.urlCharacters
                && !names.contains { $0.contains(",") }, cursor: range.cursor)
    }

    /// Reads just the records `ids`, without listing any.
    init(
        _ client: HubSpotClient, type: ObjectType, properties: [String], history: Bool, archived: Bool, ids: [Int64]
    ) {
        self.init(client, type: type, properties: properties, history: history, archived: archived, range: .all)
        start = Position(readsByList: false, cursor: .atEnd, listed: ids.chunks(of: inputs.current))
    }

    /// Asks for what is wanted but for the properties that HubSpot is known to refuse.
    private var decoder: RecordPageDecoder {
        let refused = refusedProperties.names(of: type.id)
        guard !refused.isEmpty else { return whole }
        return RecordPageDecoder(
            propertyNames: whole.slots.names.filter { !refused.contains($0) }, history: whole.readsHistory)
    }

    /// Reads on from `position`; a step may yield no page although more follow.
    func step(from position: Position) async throws -> Step {
        position.readsByList ? try await listStep(position) : try await batchStep(position)
    }

    // MARK: By list

    private func listStep(_ position: Position) async throws -> Step {
        var next = position
        let decoder = decoder
        let answer = try await list(decoder, page, after: position.cursor.after)
        if case .refused(let refusal) = answer, refusal.meansLongURL {
            next.readsByList = false
            return Step(pages: [], next: next)
        }
        if case .refused(let refusal) = answer, refusal.kind == .forbidden,
            try await dropsRefused(of: decoder.slots.names)
        {
            return Step(pages: [], next: position)
        }
        let list = try inRange(try value(of: answer))
        try next.cursor.advance(to: list.after, purpose: purpose)
        return Step(pages: [list.page], next: next.cursor.isAtEnd ? nil : next)
    }

    /// One page of the list, as large as HubSpot manages to answer.
    private func list(
        _ decoder: RecordPageDecoder, _ page: LearnedLimit, after: String?
    ) async throws -> CallAnswer<RecordListAnswer> {
        while true {
            let size = page.current
            let call = Self.listCall(
                version.records(of: type.pathSegment), decoder, archived: isArchived, page: size, after: after,
                purpose: purpose)
            let answer = try await executor.answer(call, decode: decoder.decode)
            guard case .refused(let refusal) = answer, refusal.kind == .tooMuch else { return answer }
            page.halve(size)
        }
    }

    static func listCall(
        _ endpoint: Endpoint, _ decoder: RecordPageDecoder, archived: Bool, page: Int, after: String?, purpose: String
    ) -> APICall {
        var query: [APICall.QueryItem] = [.init("limit", String(page)), .init("archived", String(archived))]
        let names = decoder.slots.names
        if !names.isEmpty {
            query.append(.init(decoder.readsHistory ? "propertiesWithHistory" : "properties", list: names))
        }
        if let after { query.append(.init("after", after)) }
        return APICall(endpoint: endpoint, query: query, canShrink: page > 1, purpose: purpose)
    }

    /// A list's answer. Some types refuse to list archived records, which is no defect of anybody.
    private func value(of answer: CallAnswer<RecordListAnswer>) throws -> RecordListAnswer {
        if isArchived, case .refused(let refusal) = answer, refusal.status == 400 {
            throw Failure(
                .notFound, purpose, why: refusal.words, remedy: "HubSpot does not list archived records of this type.")
        }
        return try answer.value(orFailureOf: purpose)
    }

    /// The part of a list's answer that belongs to the range, with the end of the list where the range ends.
    private func inRange(_ answer: RecordListAnswer) throws -> RecordListAnswer {
        guard range != .all else { return answer }
        let ids = answer.page.records.map(\.id)
        guard ids.isEmpty || RangePlan.isPlausible(ids, from: range.lower ?? ids[0]) else {
            throw Failure(
                .invalidData, purpose, why: "HubSpot's list of records does not ascend by id",
                remedy: "Run again later; if it stays so, please report it.")
        }
        var part = answer
        part.page.records.removeAll { !range.contains($0.id) }
        if let last = ids.last, range.ends(before: String(last + 1)) { part.after = nil }
        if let after = answer.after, range.ends(before: after) { part.after = nil }
        return part
    }

    // MARK: By ids

    private func batchStep(_ position: Position) async throws -> Step {
        async let following = listIDs(after: position)
        let round = position.listed.prefix(max(1, limits.parallelBatchReads))
        let pages = try await round.mapConcurrently(limit: limits.parallelBatchReads) { try await read($0) }
        let next = try await following
        return Step(pages: pages, next: next.listed.isEmpty && next.cursor.isAtEnd ? nil : next)
    }

    /// Lists as many ids as one round of batch reads takes.
    private func listIDs(after position: Position) async throws -> Position {
        var next = Position(
            readsByList: false, cursor: position.cursor,
            listed: Array(position.listed.dropFirst(max(1, limits.parallelBatchReads))))
        let decoder = RecordPageDecoder(propertyNames: ["hs_object_id"])
        while !next.cursor.isAtEnd, next.listed.count < max(1, limits.parallelBatchReads) {
            let answer = try inRange(
                try value(of: try await list(decoder, idPage, after: next.cursor.after)))
            next.listed += answer.page.records.map(\.id).chunks(of: inputs.current)
            try next.cursor.advance(to: answer.after, purpose: purpose)
        }
        return next
    }

    /// The values of the records `ids`, in that order and as one page.
    private func read(_ ids: [Int64]) async throws -> RecordPage {
        let decoder = decoder
        var page = RecordPage(propertyNames: decoder.slots.names, records: [])
        var rest = ids[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(inputs.current))
            switch try await executor.answer(batchCall(batch, decoder), decode: decoder.decode) {
            case .value(let answer):
                if isCutOff(answer, batch) {
                    inputs.halve(2 * limits.historyBatchRead)
                    continue
                }
                page.append(answer.page(inOrderOf: batch))
            case .refused(let refusal) where refusal.kind == .absent: page.vanishedRecords += batch.count
            case .refused(let refusal) where batch.count > 1 && (refusal.asksForLess || isProbe(batch, refusal)):
                inputs.halve(batch.count)
                continue
            case .refused(let refusal):
                // All values of the page must be of the same properties, so it begins anew.
                guard refusal.kind == .forbidden, try await dropsRefused(of: decoder.slots.names) else {
                    throw refusal.failure(purpose)
                }
                return try await read(ids)
            }
            rest.removeFirst(batch.count)
        }
        return page
    }

    /// Whether `refusal` may be about the number of `batch`, of which only a smaller one is known to be taken.
    private func isProbe(_ batch: [Int64], _ refusal: Refusal) -> Bool {
        whole.readsHistory && refusal.status == 400 && batch.count > limits.historyBatchRead
    }

    /// Whether HubSpot answered for the first records of a probe only, without a word about the others.
    private func isCutOff(_ answer: RecordListAnswer, _ batch: [Int64]) -> Bool {
        whole.readsHistory && batch.count > limits.historyBatchRead && answer.problems.isEmpty
            && answer.page.records.count == limits.historyBatchRead
    }

    private func batchCall(_ ids: [Int64], _ decoder: RecordPageDecoder) -> APICall {
        let names = JSONValue.array(decoder.slots.names.map { .string($0) })
        var body: JSONObject = ["inputs": .array(ids.map { .object(["id": .string(String($0))]) })]
        body["properties"] = decoder.readsHistory ? .array([]) : names
        if decoder.readsHistory { body["propertiesWithHistory"] = names }
        return APICall(
            endpoint: version.recordBatchRead(of: type.pathSegment),
            query: isArchived ? [.init("archived", "true")] : [], body: .object(body), canShrink: ids.count > 1,
            purpose: purpose)
    }

    var purpose: String {
        "cannot read the \(isArchived ? "archived " : "")records of \(type.pathSegment)"
    }
}

extension RecordPage {
    /// Joins another part of the same page.
    fileprivate mutating func append(_ part: RecordPage) {
        records += part.records
        unrequestedValues += part.unrequestedValues
        repairedTexts += part.repairedTexts
        vanishedRecords += part.vanishedRecords
        unreadRecords += part.unreadRecords
    }
}
