/// What the rows of a page or chunk hold: nulls, NaNs and the smallest and largest of the other values.
struct ValueRange: Sendable, Hashable {
    var rowCount = 0
    var nullCount = 0
    var nanCount = 0
    /// Nil where no row has a value other than NaN. Zeros are widened: -0.0 below, 0.0 above, as the format says.
    var bounds: Bounds?

    struct Bounds: Sendable, Hashable {
        var lower: ColumnBound
        var upper: ColumnBound
    }

    /// Looks at `rows` of `vector`.
    init(of vector: ColumnVector, _ rows: Range<Int>) {
        rowCount = rows.count
        let validity = vector.nullCount == 0 ? nil : vector.validity
        if let validity { for row in rows where !validity[row] { nullCount += 1 } }
        guard nullCount < rowCount else { return }
        switch vector.type {
        case .boolean:
            let numbers = vector.booleans[rows].map { UInt8($0 ? 1 : 0) }
            let range = Self.extremes(numbers[...], validity.map { Array($0[rows]) })
            bounds = range.map { Bounds(lower: .boolean($0.lower != 0), upper: .boolean($0.upper != 0)) }
        case .int32, .date:
            let range = Self.extremes(vector.int32s[rows], validity)
            bounds = range.map { Bounds(lower: .int32($0.lower), upper: .int32($0.upper)) }
        case .int64, .timestamp:
            let range = Self.extremes(vector.int64s[rows], validity)
            bounds = range.map { Bounds(lower: .int64($0.lower), upper: .int64($0.upper)) }
        case .decimal:
            let range = Self.extremes(vector.decimals[rows], validity)
            bounds = range.map { Bounds(lower: .decimal($0.lower), upper: .decimal($0.upper)) }
        case .double: lookAtDoubles(vector.doubles[rows], validity)
        case .string: lookAtStrings(vector, rows, validity)
        }
    }

    init() {}

    /// Takes in what other rows hold.
    mutating func formUnion(_ other: ValueRange) {
        rowCount += other.rowCount
        nullCount += other.nullCount
        nanCount += other.nanCount
        guard let added = other.bounds else { return }
        guard let current = bounds else {
            bounds = added
            return
        }
        bounds = Bounds(
            lower: added.lower.isLess(than: current.lower) ? added.lower : current.lower,
            upper: current.upper.isLess(than: added.upper) ? added.upper : current.upper)
    }

    private static func extremes<Value: FixedWidthInteger>(
        _ values: ArraySlice<Value>, _ validity: [Bool]?
    ) -> (lower: Value, upper: Value)? {
        var lower = Value.max
        var upper = Value.min
        if let validity {
            for row in values.indices where validity[row] {
                lower = min(lower, values[row])
                upper = max(upper, values[row])
            }
        } else {
            for value in values {
                lower = min(lower, value)
                upper = max(upper, value)
            }
        }
        return lower <= upper ? (lower, upper) : nil
    }

    private mutating func lookAtDoubles(_ values: ArraySlice<Double>, _ validity: [Bool]?) {
        var lower = Double.infinity
        var upper = -Double.infinity
        var isEmpty = true
        for row in values.indices where validity?[row] ?? true {
            let value = values[row]
            if value.isNaN {
                nanCount += 1
                continue
            }
            isEmpty = false
            if value < lower { lower = value }
            if value > upper { upper = value }
        }
        guard !isEmpty else { return }
        bounds = Bounds(lower: .double(lower == 0 ? -0.0 : lower), upper: .double(upper == 0 ? 0.0 : upper))
    }

    private mutating func lookAtStrings(_ vector: ColumnVector, _ rows: Range<Int>, _ validity: [Bool]?) {
        var lowest: Range<Int>?
        var highest: Range<Int>?
        vector.stringBytes.withUnsafeBytes { bytes in
            for row in rows where validity?[row] ?? true {
                let place = vector.stringRange(row)
                guard let low = lowest, let high = highest else {
                    lowest = place
                    highest = place
                    continue
                }
                if Self.compare(bytes, place, low) < 0 {
                    lowest = place
                } else if Self.compare(bytes, place, high) > 0 {
                    highest = place
                }
            }
        }
        guard let lowest, let highest else { return }
        bounds = Bounds(
            lower: .string(Array(vector.stringBytes[lowest])), upper: .string(Array(vector.stringBytes[highest])))
    }

    /// Compares two texts by unsigned bytes, eight at a time.
    @inline(__always)
    private static func compare(_ bytes: UnsafeRawBufferPointer, _ left: Range<Int>, _ right: Range<Int>) -> Int {
        let shared = min(left.count, right.count)
        var at = 0
        while at + 8 <= shared {
            let one = bytes.loadUnaligned(fromByteOffset: left.lowerBound + at, as: UInt64.self).bigEndian
            let two = bytes.loadUnaligned(fromByteOffset: right.lowerBound + at, as: UInt64.self).bigEndian
            if one != two { return one < two ? -1 : 1 }
            at += 8
        }
        while at < shared {
            let one = bytes[left.lowerBound + at]
            let two = bytes[right.lowerBound + at]
            if one != two { return one < two ? -1 : 1 }
            at += 1
        }
        return left.count - right.count
    }
}
