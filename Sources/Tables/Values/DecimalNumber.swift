/// A number as its text says it, exactly: ± significand × 10^exponent, the significand without trailing zeros.
struct DecimalNumber {
    private(set) var isNegative = false
    private(set) var significand: UInt128 = 0
    private(set) var exponent = 0
    /// More significant digits than ``significand`` can hold; it holds the first 38 then.
    private(set) var isCut = false

    /// Reads `[+-] digits [. digits] [e [+-] digits]`, with digits before or after the point; nil for all else, so for `NaN`,
    /// infinities, hexadecimal digits, thousands separators and decimal commas.
    init?(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        var rest = bytes
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            isNegative = rest.removeFirst() == UInt8(ascii: "-")
        }
        var pendingZeros = 0
        var digitCount = 0
        var hasPoint = false
        var hasDigit = false
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if let digit = Self.digit(byte) {
                hasDigit = true
                if hasPoint { exponent -= 1 }
                if digit == 0 {
                    pendingZeros += significand == 0 ? 0 : 1
                } else {
                    digitCount += pendingZeros + 1
                    append(digit, after: pendingZeros, isWithin: digitCount <= 38)
                    pendingZeros = 0
                }
            } else {
                break
            }
            rest.removeFirst()
        }
        guard hasDigit else { return nil }
        exponent += pendingZeros
        guard let first = rest.first else { return }
        guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E"),
            let written = Self.exponent(rest.dropFirst())
        else { return nil }
        exponent += written
    }

    /// The number as a whole count of 10^-`scale`; nil where that is not exact, or has more than `precision` digits.
    func unscaled(scale: Int, precision: Int = 38) -> Int128? {
        guard significand != 0 else { return 0 }
        let shift = exponent + scale
        guard !isCut, (0...38).contains(shift) else { return nil }
        let limit = Self.powersOfTen[precision]
        let (scaled, overflow) = significand.multipliedReportingOverflow(by: Self.powersOfTen[shift])
        guard !overflow, scaled < limit else { return nil }
        return isNegative ? -Int128(scaled) : Int128(scaled)
    }

    /// The number as an `Int64`; nil where it is not whole or out of range.
    var int64: Int64? { unscaled(scale: 0).flatMap { Int64(exactly: $0) } }

    /// The number where double arithmetic gives the correctly rounded value at once: a significand below 2^53 and a power of
    /// ten that is a double itself (Clinger, "How to read floating point numbers accurately").
    var simpleDouble: Double? {
        guard !isCut, significand < 1 << 53, (-22...22).contains(exponent) else { return nil }
        let magnitude = Double(UInt64(significand))
        let value =
            exponent < 0 ? magnitude / Self.doublePowersOfTen[-exponent] : magnitude * Self.doublePowersOfTen[exponent]
        return isNegative && significand != 0 ? -value : value
    }

    private mutating func append(_ digit: UInt8, after zeros: Int, isWithin: Bool) {
        guard isWithin else {
            isCut = true
            return
        }
        significand = significand * Self.powersOfTen[zeros + 1] + UInt128(digit)
    }

    /// Exponents beyond a hundred thousand are all the same to us: zero or out of any range.
    private static func exponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var rest = bytes
        var isNegative = false
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            isNegative = rest.removeFirst() == UInt8(ascii: "-")
        }
        guard !rest.isEmpty else { return nil }
        var value = 0
        for byte in rest {
            guard let digit = digit(byte) else { return nil }
            value = min(value * 10 + Int(digit), 100_000)
        }
        return isNegative ? -value : value
    }

    private static func digit(_ byte: UInt8) -> UInt8? { (48...57).contains(byte) ? byte - 48 : nil }

    private static let powersOfTen: [UInt128] = (0..<38).reduce(into: [1]) { powers, index in
        powers.append(powers[index] * 10)
    }
    private static let doublePowersOfTen: [Double] = (0..<22).reduce(into: [1]) { powers, index in
        powers.append(powers[index] * 10)
    }
}
