import Foundations

/// A value as search compares it: numbers and times by size, text without case, enumerations exactly.
enum SearchValue: Equatable, Comparable {
    case number(Double)
    case whole(Int64)
    case text(String)

    /// Nil for no value, and for text that is none of its property's type.
    init?(_ raw: String?, _ property: Property) {
        guard let raw, !raw.isEmpty else { return nil }
        switch property.type {
        case "number":
            if let whole = Int64(raw) {
                self = .whole(whole)
            } else if let number = Double(raw), number.isFinite {
                self = .number(number)
            } else {
                return nil
            }
        case "date", "datetime":
            if let milliseconds = Int64(raw) {
                self = .whole(milliseconds)
            } else if let moment = Timestamp(iso8601: raw) {
                self = .whole(moment.milliseconds)
            } else if let day = CivilDate(iso8601: raw) {
                self = .whole(Int64(day.days) * 86_400_000)
            } else {
                return nil
            }
        case "enumeration": self = .text(raw)
        default: self = .text(raw.lowercased())
        }
    }

    /// The record's value; ids and the record's own times need no text.
    init?(_ property: Property, of record: Record, in type: ObjectType, _ account: Account) {
        switch property.kind {
        case .objectID: self = .whole(record.id)
        case .createdAt: self = .whole(record.createdAt.milliseconds)
        case .updatedAt: self = .whole(record.updatedAt.milliseconds)
        default: self.init(account.value(property, of: record, in: type), property)
        }
    }

    static func < (left: SearchValue, right: SearchValue) -> Bool {
        switch (left, right) {
        case (.whole(let left), .whole(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        default: left.size < right.size
        }
    }

    private var size: Double {
        switch self {
        case .number(let value): value
        case .whole(let value): Double(value)
        case .text: .infinity
        }
    }
}

/// One filter of a search, checked and ready.
struct SearchCondition {
    let property: Property
    /// True for operators that look at the text itself.
    private let readsText: Bool
    private let test: @Sendable (SearchValue?, String?) -> Bool

    /// Throws 400 for an unknown operator or a missing value.
    init(_ filter: SearchRequest.Filter, _ property: Property) throws(APIError) {
        self.property = property
        readsText = filter.operator.hasSuffix("HAS_PROPERTY") || filter.operator.hasSuffix("CONTAINS_TOKEN")
        let value = try Self.value(filter.value, filter, property)
        switch filter.operator {
        case "HAS_PROPERTY": test = { _, raw in raw != nil && raw != "" }
        case "NOT_HAS_PROPERTY": test = { _, raw in raw == nil || raw == "" }
        case "EQ": test = { own, _ in own == value && own != nil }
        case "NEQ": test = { own, _ in own != value }
        case "LT": test = { own, _ in Self.compare(own, value, <) }
        case "LTE": test = { own, _ in Self.compare(own, value, <=) }
        case "GT": test = { own, _ in Self.compare(own, value, >) }
        case "GTE": test = { own, _ in Self.compare(own, value, >=) }
        case "BETWEEN":
            let high = try Self.value(filter.highValue, filter, property)
            test = { own, _ in Self.compare(own, value, >=) && Self.compare(own, high, <=) }
        case "IN", "NOT_IN":
            guard let given = filter.values else { throw .invalid("\(filter.operator) needs values") }
            let values = given.compactMap { SearchValue($0.text, property) }
            let isIn = filter.operator == "IN"
            test = { own, _ in own.map { values.contains($0) == isIn } ?? false }
        case "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN":
            let token = (filter.value?.text ?? "").lowercased().replacing("*", with: "")
            let contains = filter.operator == "CONTAINS_TOKEN"
            test = { _, raw in (raw?.lowercased().contains(token) ?? false) == contains }
        default: throw .invalid("operator \(filter.operator) is not one of the search operators")
        }
        if filter.operator.hasPrefix("GT"), filter.value?.text == "0", property.type == "datetime" {
            throw APIError(status: 500, message: "internal error")
        }
    }

    /// True when the record's value passes.
    func holds(for record: Record, in type: ObjectType, _ account: Account) -> Bool {
        let raw = readsText ? account.value(property, of: record, in: type) : nil
        return test(SearchValue(property, of: record, in: type, account), raw)
    }

    private static func value(
        _ given: LooseID?, _ filter: SearchRequest.Filter, _ property: Property
    ) throws(APIError) -> SearchValue? {
        guard ["EQ", "NEQ", "LT", "LTE", "GT", "GTE", "BETWEEN"].contains(filter.operator) else { return nil }
        guard let given, let value = SearchValue(given.text, property) else {
            throw .invalid("\(filter.operator) on \(property.name) needs a value of type \(property.type)")
        }
        return value
    }

    private static func compare(
        _ left: SearchValue?, _ right: SearchValue?, _ relation: (SearchValue, SearchValue) -> Bool
    ) -> Bool {
        guard let left, let right else { return false }
        return relation(left, right)
    }
}
