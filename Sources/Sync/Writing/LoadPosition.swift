import Foundations

/// How far the first load of a table, or of a type's part of a table, has come.
struct LoadPosition: Sendable, Hashable {
    /// When its first part began. What changed since is found by the searches that follow the load.
    var began: Timestamp
    /// ``PropertyFingerprint`` of the properties that are read.
    var shape: String
    /// The records that are in the table.
    var ids = ReadIDs()

    /// Whether nothing is in the table yet.
    var isAtStart: Bool { ids.isEmpty }
}

extension LoadPosition: Codable {
    /// One text, as short as may be: the beginning in milliseconds in base 36, the fingerprint, the ids.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(String(began.milliseconds, radix: 36)) \(shape) \(ids)")
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let parts = try container.decode(String.self).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, let began = Int64(parts[0], radix: 36).flatMap({ Timestamp(milliseconds: $0) }),
            let ids = ReadIDs(String(parts[2]))
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a position")
        }
        self.init(began: began, shape: String(parts[1]), ids: ids)
    }
}
