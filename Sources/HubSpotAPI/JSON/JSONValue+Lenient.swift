import Foundations

/// Lenient access to members, since HubSpot documents types that it does not keep to: numbers, booleans and strings stand for one
/// another, and a member of another kind counts as missing.
extension JSONValue {
    /// The member at the end of `path`; null where there is none.
    func member(_ path: String...) -> JSONValue {
        path.reduce(self) { value, name in value[name] ?? .null }
    }

    /// The text of a string, number or boolean; nil for everything else.
    var plainText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .boolean(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A whole number, written as a number or as a string.
    var wholeNumber: Int64? { plainText.flatMap { Int64($0) } }

    /// The text of the member `name`.
    func text(_ name: String) -> String? { member(name).plainText }

    /// The text of a member that there must be.
    func required(_ name: String) throws(JSONError) -> String {
        guard let text = text(name), !text.isEmpty else { throw JSONError(.shape, "there is no \(name)", offset: 0) }
        return text
    }

    /// The member `name` as a whole number.
    func integer(_ name: String) -> Int64? { member(name).wholeNumber }

    /// The member `name` as a boolean.
    func flag(_ name: String) -> Bool? {
        switch text(name) {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// The member `name` as a moment, written in ISO 8601 or as epoch milliseconds.
    func time(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(hubSpot: $0) } }

    /// The elements of the member `name`; empty where it is no array.
    func elements(_ name: String) -> [JSONValue] { member(name).array ?? [] }

    /// The cursor of the next page.
    var nextCursor: String? { member("next").text("after") }

    /// The same value with the members of every object in the order of their names, so that equal content has equal text.
    var withSortedMembers: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withSortedMembers))
        case .object(let object):
            var sorted = JSONObject()
            for member in object.members.sorted(by: { $0.name < $1.name }) {
                sorted[member.name] = member.value.withSortedMembers
            }
            return .object(sorted)
        case .null, .boolean, .number, .string: return self
        }
    }
}

extension Timestamp {
    /// A moment as HubSpot writes it: ISO 8601, or epoch milliseconds.
    init?(hubSpot text: String) {
        if let milliseconds = Int64(text) {
            self.init(milliseconds: milliseconds)
        } else {
            self.init(iso8601: text)
        }
    }
}
