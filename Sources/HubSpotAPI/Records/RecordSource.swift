import CRM
import Foundations

/// Reads all records of one type, step by step.
///
/// While the names of the wanted properties fit into a URL, each page of a list has the values. Otherwise the list gives ids
/// only, and batch reads, which carry the names in their body, give the values: several at a time, while the next ids are listed.
struct RecordSource: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    let limits: HubSpotLimits
    /// Records in one page of the list.
    let page: LearnedLimit
    /// Records in one batch read.
    let inputs: LearnedLimit
    let type: ObjectType
    let decoder: RecordPageDecoder
    /// Where reading begins.
    let start: Position

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

    init(_ client: HubSpotClient, type: ObjectType, properties: [String]) {
        executor = client.executor
        version = client.version
        limits = client.limits
        page = LearnedLimit(limits.listPage)
        inputs = LearnedLimit(limits.batchRead)
        self.type = type
        var seen: Set<String> = []
        let names = properties.filter { seen.insert($0).inserted }
        decoder = RecordPageDecoder(propertyNames: names)
        let longest = Self.listCall(version, type, names, page: limits.listPage, after: String(Int64.max))
        // A name with a comma would become two names in a list.
        start = Position(
            readsByList: executor.host.current.utf8.count + longest.target.utf8.count < limits.urlCharacters
                && !names.contains { $0.contains(",") })
    }

    /// Reads on from `position`; a step may yield no page although more follow.
    func step(from position: Position) async throws -> Step {
        position.readsByList ? try await listStep(position) : try await batchStep(position)
    }

    // MARK: By list

    private func listStep(_ position: Position) async throws -> Step {
        var next = position
        let answer = try await list(decoder, after: position.cursor.after)
        if case .refused(let refusal) = answer, refusal.meansLongURL {
            next.readsByList = false
            return Step(pages: [], next: next)
        }
        let list = try answer.value(orFailureOf: purpose)
        try next.cursor.advance(to: list.after, purpose: purpose)
        return Step(pages: [list.page], next: next.cursor.isAtEnd ? nil : next)
    }

    /// One page of the list, as large as HubSpot manages to answer.
    private func list(_ decoder: RecordPageDecoder, after: String?) async throws -> CallAnswer<RecordListAnswer> {
        while true {
            let size = page.current
            let call = Self.listCall(version, type, decoder.slots.names, page: size, after: after)
            let answer = try await executor.answer(call, decode: decoder.decode)
            guard case .refused(let refusal) = answer, refusal.kind == .tooMuch else { return answer }
            page.halve(size)
        }
    }

    private static func listCall(
        _ version: HubSpotAPIVersion, _ type: ObjectType, _ properties: [String], page: Int, after: String?
    ) -> APICall {
        var query: [APICall.QueryItem] = [.init("limit", String(page)), .init("archived", "false")]
        if !properties.isEmpty { query.append(.init("properties", list: properties)) }
        if let after { query.append(.init("after", after)) }
        return APICall(
            endpoint: version.records(of: type.pathSegment), query: query, canShrink: page > 1, purpose: purpose(type))
    }

    // MARK: By ids

    private func batchStep(_ position: Position) async throws -> Step {
        async let following = listIDs(after: position)
        let pages = try await position.listed.mapConcurrently(limit: limits.parallelBatchReads) { try await read($0) }
        let next = try await following
        return Step(pages: pages, next: next.listed.isEmpty && next.cursor.isAtEnd ? nil : next)
    }

    /// Lists as many ids as one round of batch reads takes.
    private func listIDs(after position: Position) async throws -> Position {
        var next = Position(readsByList: false, cursor: position.cursor)
        let decoder = RecordPageDecoder(propertyNames: ["hs_object_id"])
        while !next.cursor.isAtEnd, next.listed.count < max(1, limits.parallelBatchReads) {
            let answer = try await list(decoder, after: next.cursor.after).value(orFailureOf: purpose)
            next.listed += answer.page.records.map(\.id).chunks(of: inputs.current)
            try next.cursor.advance(to: answer.after, purpose: purpose)
        }
        return next
    }

    /// The values of the records `ids`, in that order and as one page.
    private func read(_ ids: [Int64]) async throws -> RecordPage {
        var page = RecordPage(propertyNames: decoder.slots.names, records: [])
        var rest = ids[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(inputs.current))
            switch try await executor.answer(batchCall(batch), decode: decoder.decode) {
            case .value(let answer): page.append(answer.page(inOrderOf: batch))
            case .refused(let refusal) where refusal.kind == .absent: page.vanishedRecords += batch.count
            case .refused(let refusal) where refusal.asksForLess && batch.count > 1:
                inputs.halve(batch.count)
                continue
            case .refused(let refusal): throw refusal.failure(purpose)
            }
            rest.removeFirst(batch.count)
        }
        return page
    }

    private func batchCall(_ ids: [Int64]) -> APICall {
        APICall(
            endpoint: version.recordBatchRead(of: type.pathSegment),
            body: .object([
                "inputs": .array(ids.map { .object(["id": .string(String($0))]) }),
                "properties": .array(decoder.slots.names.map { .string($0) }),
            ]),
            canShrink: ids.count > 1, purpose: purpose)
    }

    private var purpose: String { Self.purpose(type) }

    private static func purpose(_ type: ObjectType) -> String { "cannot read the records of \(type.pathSegment)" }
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
