/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z; the unit of every time in hublake's tables.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since the Unix epoch; negative before it.
    public var microseconds: Int64

    /// The moment `microseconds` after the Unix epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The moment `milliseconds` after the Unix epoch; nil when that is out of range.
    public init?(milliseconds: Int64) {
        let (value, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return nil }
        microseconds = value
    }

    /// Milliseconds since the Unix epoch, rounded down.
    public var milliseconds: Int64 { microseconds.quotientAndRemainderRoundingDown(by: 1000).quotient }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// This moment moved by `seconds`.
    public func adding(seconds: Int64) -> Timestamp { Timestamp(microseconds: microseconds + seconds * 1_000_000) }
}

// MARK: - ISO 8601

extension Timestamp {
    /// Reads the ISO 8601 forms that HubSpot and AWS send: `T` or a blank between date and time, seconds optional, 0 to 9
    /// fraction digits (beyond microseconds cut off), `Z`, `±hh:mm`, `±hhmm` or no zone (taken as UTC).
    ///
    /// Nil for anything else, for days that do not exist, and for years outside 1 to 9999.
    public init?(iso8601 text: some StringProtocol) {
        // Bytes in memory are read twenty times faster than through a string's indices.
        let inMemory = text.utf8.withContiguousStorageIfAvailable { Self(reading: DigitReader($0)) }
        guard let moment = inMemory ?? Self(reading: DigitReader(text.utf8)) else { return nil }
        self = moment
    }

    private init?(reading digits: DigitReader<some Collection<UInt8>>) {
        var reader = digits
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.digits(2), hour < 24,
            reader.take(":"), let minute = reader.digits(2), minute < 60
        else { return nil }
        var second = 0
        var fraction = 0
        if reader.take(":") {
            guard let value = reader.digits(2), value < 61 else { return nil }
            second = value
            if reader.take(".") {
                guard let micros = reader.fraction() else { return nil }
                fraction = micros
            }
        }
        guard let offsetMinutes = reader.zone(), reader.isAtEnd else { return nil }
        let seconds = Int64(date.days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetMinutes * 60)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
        guard Self.years1To9999.contains(microseconds) else { return nil }
    }

    /// The microseconds of the years 1 to 9999, the range that every reader of our tables can show.
    public static let years1To9999: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// `2026-11-25T10:00:00.123Z`: milliseconds, or microseconds where the moment has them.
    public var iso8601: String {
        let (days, time) = microseconds.quotientAndRemainderRoundingDown(by: 86_400_000_000)
        let micros = time % 1_000_000
        let seconds = time / 1_000_000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { pad($0, 2) }.joined(separator: ":")
        let fraction = micros % 1000 == 0 ? pad(micros / 1000, 3) : pad(micros, 6)
        return "\(CivilDate(days: Int32(days)).iso8601)T\(clock).\(fraction)Z"
    }

    /// `20261125T100000Z`, the basic form that AWS signatures and our run ids use.
    public var iso8601Basic: String {
        String(iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }
}

extension Timestamp: CustomStringConvertible, Codable {
    public var description: String { iso8601 }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an ISO 8601 time"))
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that the remainder is never negative.
    func quotientAndRemainderRoundingDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

func pad(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// A cursor over ASCII digits and separators.
private struct DigitReader<Bytes: Collection> where Bytes.Element == UInt8 {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ separator: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: separator) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for _ in 0..<count {
            guard let digit = nextDigit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// 1 to 9 digits after the point, as microseconds.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while let digit = nextDigit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// Minutes east of UTC.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = digits(2), hours < 24 else { return nil }
        _ = take(":")
        guard !isAtEnd else { return sign * hours * 60 }
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private mutating func nextDigit() -> Int? {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 48)
    }
}
