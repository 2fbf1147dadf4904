public import Foundations

extension JSONValue {
    /// The value as people read it: one member a line, two blanks a level, members in their order.
    public var indented: String { indented(by: "") }

    private func indented(by margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map {
                "\(inner)\(JSONValue.string($0.name).text): \($0.value.indented(by: inner))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        case .array(let items) where !items.isEmpty:
            return "[\n\(items.map { inner + $0.indented(by: inner) }.joined(separator: ",\n"))\n\(margin)]"
        default:
            return text
        }
    }
}
