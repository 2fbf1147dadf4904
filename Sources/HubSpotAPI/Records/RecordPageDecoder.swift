import CRM
import Foundations

/// One answer of a record list or of a record batch read.
struct RecordListAnswer: Sendable, Hashable {
    var page: RecordPage
    /// The cursor of the next page.
    var after: String?
    var problems: [BatchProblem] = []
}

/// Reads record answers straight into values aligned with the requested names.
struct RecordPageDecoder: Sendable {
    let slots: PropertySlots
    /// Whether history was asked for, which HubSpot answers beside values that nobody asked for.
    let readsHistory: Bool

    init(propertyNames: [String], history: Bool = false) {
        slots = PropertySlots(propertyNames)
        readsHistory = history
    }

    func decode(_ body: [UInt8]) throws(JSONError) -> RecordListAnswer {
        var scanner = JSONScanner(body)
        var answer = RecordListAnswer(page: RecordPage(propertyNames: slots.names, records: []))
        var order = KeyOrder(count: slots.names.count)
        var hasResults = false
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "results":
                hasResults = true
                try scanner.enterArray()
                while try scanner.hasElement() {
                    answer.page.records.append(try decodeRecord(&scanner, &order, &answer.page.unrequestedValues))
                }
            case "paging": answer.after = try JSONValue(from: &scanner).nextCursor
            case "errors": answer.problems = try scanner.batchProblems()
            default: try scanner.skip()
            }
        }
        try scanner.finish()
        guard hasResults else { throw scanner.shape("the answer has no results") }
        answer.page.repairedTexts = scanner.repairedTexts
        return answer
    }

    private func decodeRecord(
        _ scanner: inout JSONScanner, _ order: inout KeyOrder, _ unrequested: inout Int
    ) throws(JSONError) -> Record {
        var id: Int64?
        var record = Record(id: 0, createdAt: nil, updatedAt: nil, values: [])
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "id": id = try scanner.integer()
            case "properties": try decodeValues(&scanner, &order, &unrequested, into: &record)
            case "propertiesWithHistory" where readsHistory: try decodeHistory(&scanner, into: &record)
            case "createdAt": record.createdAt = try scanner.time()
            case "updatedAt": record.updatedAt = try scanner.time()
            case "archived": record.isArchived = try scanner.text() == "true"
            case "archivedAt": record.archivedAt = try scanner.time()
            default: try scanner.skip()
            }
        }
        guard let id else { throw scanner.shape("a record has no numeric id") }
        record.id = id
        if record.values.isEmpty { record.values = [String?](repeating: nil, count: slots.names.count) }
        return record
    }

    private func decodeValues(
        _ scanner: inout JSONScanner, _ order: inout KeyOrder, _ unrequested: inout Int, into record: inout Record
    ) throws(JSONError) {
        if try scanner.takeNull() { return }
        if readsHistory { return try decodeFallbackValues(&scanner, into: &record) }
        var values = [String?](repeating: nil, count: slots.names.count)
        try scanner.enterObject()
        order.restart()
        while try scanner.hasMember() {
            if let expected = order.expected, try scanner.takeKey(slots.quoted[expected]) {
                values[expected] = try scanner.text()
                order.note(expected)
            } else if let slot = slots[try scanner.key()] {
                values[slot] = try scanner.text()
                order.note(slot)
            } else if try !scanner.takeNull() {
                try scanner.skip()
                unrequested += 1
            }
        }
        record.values = values
    }

    /// Values beside the history: they count where a property has no history, wherever they stand in the record.
    private func decodeFallbackValues(_ scanner: inout JSONScanner, into record: inout Record) throws(JSONError) {
        if record.values.isEmpty { record.values = [String?](repeating: nil, count: slots.names.count) }
        try scanner.enterObject()
        while try scanner.hasMember() {
            guard let slot = slots[try scanner.key()] else {
                try scanner.skip()
                continue
            }
            let value = try scanner.text()
            if record.values[slot] == nil { record.values[slot] = value }
        }
    }
}

/// Which property's key comes next: the one that followed in the record before. HubSpot answers in an order of its own, but in
/// the same one for every record of a page.
private struct KeyOrder {
    private var successors: [Int]
    private var first = 0
    private var last: Int?

    init(count: Int) { successors = Array(1..<(count + 1)) }

    var expected: Int? {
        let slot = last.map { successors[$0] } ?? first
        return slot < successors.count ? slot : nil
    }

    mutating func restart() { last = nil }

    mutating func note(_ slot: Int) {
        if let last { successors[last] = slot } else { first = slot }
        last = slot
    }
}

extension JSONScanner {
    /// The next value as a moment; nil for null and for anything that is none.
    fileprivate mutating func time() throws(JSONError) -> Timestamp? {
        try text().flatMap { Timestamp(hubSpot: $0) }
    }
}
