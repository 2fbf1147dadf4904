/// Bytes that are not Avro, or a value that does not fit its schema.
public struct AvroError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Code: Sendable, Hashable {
        /// The bytes cannot be an Avro object container file, or end too early.
        case damaged
        /// The schema is not valid Avro.
        case schema
        /// Valid, but not something that this library does: an unknown codec, a block beyond the limit.
        case unsupported
        /// A value to be written does not fit the schema.
        case value
    }

    /// What kind of trouble.
    public var code: Code
    /// What was found, without any of the file's values.
    public var description: String

    /// An error with its explanation.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
