/// A pattern of names: `*` stands for any characters, `?` for one; letter case is no matter.
public struct Glob: Sendable, Hashable {
    private let pattern: [Character]

    /// A pattern.
    public init(_ pattern: String) { self.pattern = Array(pattern.lowercased()) }

    /// Whether the whole `name` fits.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        var (position, index) = (0, 0)
        // Where the last star stands and how far it reached; when the rest does not fit, it takes one character more.
        var star: (position: Int, index: Int)?
        while index < name.count {
            if position < pattern.count, pattern[position] == "*" {
                star = (position, index)
                position += 1
            } else if position < pattern.count, pattern[position] == "?" || pattern[position] == name[index] {
                position += 1
                index += 1
            } else if let last = star {
                star = (last.position, last.index + 1)
                position = last.position + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}
