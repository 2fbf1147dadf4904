public import Foundations

/// What a customer calls a connection: letters, digits and hyphens, so that it fits into file names and AWS's session names.
public struct ConnectionName: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let description: String

    /// Reads `text`. Throws `Failure(.configuration)` for what is no name.
    public init(_ text: String) throws(Failure) {
        guard text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
            throw Failure(
                .configuration, "cannot use \"\(Redaction.redact(text))\" as a connection's name",
                why: "it is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter or digit",
                remedy: "Write --name acme, for example.")
        }
        description = text
    }

    /// The name that a connection to `bucket` gets when nobody says another.
    public init(bucket: String) throws(Failure) {
        try self.init(String(bucket.replacing(".", with: "-").prefix(40)))
    }
}
