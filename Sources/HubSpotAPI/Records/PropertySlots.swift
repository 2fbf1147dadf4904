/// The requested property names, prepared for finding a record's keys without decoding them.
struct PropertySlots: Sendable {
    let names: [String]
    /// Each name as it stands in JSON, quotation marks included; empty where JSON would have to escape it.
    let quoted: [[UInt8]]
    private let slots: [String: Int]

    init(_ names: [String]) {
        self.names = names
        quoted = names.map { name in
            let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            return isPlain ? [UInt8(ascii: "\"")] + name.utf8 + [UInt8(ascii: "\"")] : []
        }
        slots = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    /// Where the value of the property `name` goes; nil if nobody asked for it.
    subscript(name: String) -> Int? { slots[name] }
}
