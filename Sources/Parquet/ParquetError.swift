/// Why a Parquet file could not be read or written.
///
/// Names columns and places in the file, never a value of a row.
public struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What sort of problem it is.
    public enum Kind: Sendable, Hashable {
        /// The bytes break the format, or their checksum does not match.
        case corrupt
        /// The file is well-formed but uses a part of the format that this module does not read.
        case unsupported
        /// The caller asked for something impossible: a null in a required column, a column that is not there.
        case invalid
    }

    /// What sort of problem it is.
    public let kind: Kind
    /// What is wrong, as a sentence fragment.
    public let what: String
    /// Where, from the outside in: row group, column, page.
    public private(set) var location: [String] = []

    /// `corrupt Parquet: the page ends inside a length (row group 0, column 'email', page 2)`.
    public var description: String {
        let prefix =
            switch kind {
            case .corrupt: "corrupt Parquet"
            case .unsupported: "unsupported Parquet"
            case .invalid: "invalid use of Parquet"
            }
        return "\(prefix): \(what)" + (location.isEmpty ? "" : " (\(location.joined(separator: ", ")))")
    }

    static func corrupt(_ what: String) -> ParquetError { ParquetError(kind: .corrupt, what: what) }
    static func unsupported(_ what: String) -> ParquetError { ParquetError(kind: .unsupported, what: what) }
    static func invalid(_ what: String) -> ParquetError { ParquetError(kind: .invalid, what: what) }

    /// The same error, seen from further outside.
    func within(_ place: String) -> ParquetError {
        var copy = self
        copy.location.insert(place, at: 0)
        return copy
    }
}
