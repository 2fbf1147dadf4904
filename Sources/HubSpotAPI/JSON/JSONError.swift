/// Why some bytes could not be read as the JSON that was expected, and where.
struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong; the kinds are treated differently by whoever asked for the bytes.
    enum Kind: Sendable, Hashable {
        /// Not JSON at all: a cut-off or damaged answer, worth asking for again.
        case syntax
        /// Sound JSON of another shape than documented: asking again would give the same.
        case shape
    }

    /// Damaged bytes, or an unexpected shape.
    var kind: Kind
    /// What is wrong, without any of the text that was read.
    var reason: String
    /// Where, in bytes from the start.
    var offset: Int

    /// An error at `offset`.
    init(_ kind: Kind, _ reason: String, offset: Int) {
        self.kind = kind
        self.reason = reason
        self.offset = offset
    }

    var description: String { "\(reason) at byte \(offset)" }
}
