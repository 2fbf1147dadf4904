import Parquet

/// One value as bytes, as manifests hold bounds (spec, Appendix D, "Binary single-value serialization").
enum BoundBytes {
    static func serialise(_ value: ColumnBound) -> [UInt8] {
        switch value {
        case .boolean(let flag): [flag ? 1 : 0]
        case .int32(let number): littleEndian(number)
        case .int64(let number): littleEndian(number)
        case .double(let number): littleEndian(Int64(bitPattern: number.bitPattern))
        case .string(let text): text
        case .decimal(let unscaled): bigEndian(unscaled)
        }
    }

    /// The bounds of a column whose values lie between `lower` and `upper`, made safe for every engine's pruning: text is cut short
    /// so that manifests stay small, zeros cover both signs. A bound that cannot be given is nil.
    static func bounds(lower: ColumnBound?, upper: ColumnBound?) -> (lower: [UInt8]?, upper: [UInt8]?) {
        switch (lower, upper) {
        case (.string(let low)?, .string(let high)?):
            (TextBound.lower(low), TextBound.upper(high))
        case (.double(let low)?, .double(let high)?):
            // Engines differ on whether -0.0 equals 0.0.
            (serialise(.double(low == 0 ? -0.0 : low)), serialise(.double(high == 0 ? 0.0 : high)))
        default:
            (lower.map(serialise), upper.map(serialise))
        }
    }

    private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// Two's complement in the fewest bytes that keep the sign.
    private static func bigEndian(_ number: Int128) -> [UInt8] {
        var bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> ((15 - $0) * 8)) }
        while bytes.count > 1, (bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xFF && bytes[1] >= 0x80) {
            bytes.removeFirst()
        }
        return bytes
    }
}
