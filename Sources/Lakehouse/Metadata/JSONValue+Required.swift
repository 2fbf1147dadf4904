import Foundations

/// Members that a document must have; their absence is damage, told by the member's name.
extension JSONValue {
    func required<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws -> Value {
        guard let value = self[name].flatMap(read) else {
            throw Failure(
                .invalidData, "cannot read the table's metadata", why: "\(name) is missing or of a wrong type")
        }
        return value
    }

    func text(_ name: String) throws -> String { try required(name, \.string) }
    func int64(_ name: String) throws -> Int64 { try required(name, \.integer) }
    func int32(_ name: String) throws -> Int32 { try required(name) { $0.integer.flatMap(Int32.init(exactly:)) } }
    func flag(_ name: String) throws -> Bool { try required(name, \.boolean) }
    func list(_ name: String) throws -> [JSONValue] { try required(name, \.array) }

    /// An object whose values are all text, such as properties; empty where there is none.
    func texts(_ name: String) throws -> [String: String] {
        guard let member = self[name], member != .null else { return [:] }
        guard let object = member.object else { return try required(name) { _ in nil } }
        return Dictionary(object.members.compactMap { pair in pair.value.string.map { (pair.name, $0) } }) { $1 }
    }
}

extension JSONObject {
    /// The members whose names are not in `known`: what another program wrote and we keep.
    func others(than known: Set<String>) -> JSONObject {
        var others = JSONObject()
        for member in members where !known.contains(member.name) { others[member.name] = member.value }
        return others
    }

    /// Appends all members of `other`.
    mutating func add(_ other: JSONObject) { for member in other.members { self[member.name] = member.value } }

    /// Texts by name, sorted, so that equal contents are equal bytes.
    init(texts: [String: String]) {
        self.init()
        for (name, value) in texts.sorted(by: { $0.key < $1.key }) { self[name] = .string(value) }
    }
}
