/// Names one run: its start in UTC to the millisecond and eight random hex digits, so that ids sort by time and two machines
/// never collide.
public struct RunID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// For example `20261125T100000123Z-9f3a61c2`.
    public let description: String

    /// The id of a run that starts at `start`.
    public init(start: Timestamp, using generator: inout some RandomNumberGenerator) {
        let tail = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
        let milliseconds = pad((start.microseconds % 1_000_000 + 1_000_000) % 1_000_000 / 1000, 3)
        description =
            start.iso8601Basic.dropLast() + milliseconds + "Z-" + String(repeating: "0", count: 8 - tail.count) + tail
    }

    public init(from decoder: any Decoder) throws {
        description = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Whether the run began before `time`, to the second.
    public func began(before time: Timestamp) -> Bool { description < String(time.iso8601Basic.dropLast()) }

    public static func < (left: RunID, right: RunID) -> Bool { left.description < right.description }
}
