/// A chunk's distinct values and, per value that is there, which of them it is.
struct DictionaryEncoding {
    /// The distinct values in order of appearance.
    let distinct: ColumnVector
    /// One index per non-null row.
    let indices: [UInt32]

    /// The bits of an index.
    var bitWidth: Int { RunLengthEncoding.bitWidth(forCount: distinct.count) }

    /// Values after which a chunk that hardly repeats itself is given up.
    private static let sampleCount = 16_384

    /// The dictionary of `vector`, or nil where PLAIN is the better choice: booleans, dictionaries beyond `byteLimit`, and columns
    /// whose dictionary and indices together would save less than a tenth.
    static func profitable(for vector: ColumnVector, byteLimit: Int) -> DictionaryEncoding? {
        let valueCount = vector.count - vector.nullCount
        guard valueCount > 1 else { return nil }
        let validity = vector.nullCount == 0 ? nil : vector.validity
        let rows = 0..<vector.count
        let type = vector.type
        let encoding: DictionaryEncoding?
        switch type {
        case .boolean: return nil
        case .int32, .date:
            encoding = integers(PlainEncoding.present(vector.int32s, rows, validity), byteLimit / 4) {
                var distinct = ColumnVector(type)
                distinct.int32s = $0
                distinct.count = $0.count
                return distinct
            }
        case .int64, .timestamp:
            encoding = integers(PlainEncoding.present(vector.int64s, rows, validity), byteLimit / 8) {
                var distinct = ColumnVector(type)
                distinct.int64s = $0
                distinct.count = $0.count
                return distinct
            }
        case .double:
            // By bit pattern, so that each NaN and each zero stays what it was.
            let patterns = PlainEncoding.present(vector.doubles, rows, validity).map(\.bitPattern)
            encoding = integers(patterns, byteLimit / 8) {
                var distinct = ColumnVector(type)
                distinct.doubles = $0.map(Double.init(bitPattern:))
                distinct.count = $0.count
                return distinct
            }
        case .decimal:
            encoding = integers(PlainEncoding.present(vector.decimals, rows, validity), byteLimit / 16) {
                var distinct = ColumnVector(type)
                distinct.decimals = $0
                distinct.count = $0.count
                return distinct
            }
        case .string: encoding = strings(vector, byteLimit)
        }
        guard let encoding else { return nil }
        let valueBytes = byteCount(encoding.distinct)
        let encodedBytes = valueBytes + encoding.indices.count * encoding.bitWidth / 8
        let plainBytes = byteCount(vector)
        return encodedBytes < plainBytes / 10 * 9 ? encoding : nil
    }

    /// What the values take in PLAIN, about.
    private static func byteCount(_ vector: ColumnVector) -> Int {
        let valueCount = vector.count - vector.nullCount
        switch vector.type {
        case .boolean: return valueCount / 8
        case .int32, .date: return valueCount * 4
        case .int64, .timestamp, .double: return valueCount * 8
        case .decimal: return valueCount * 16
        case .string: return valueCount * 4 + vector.stringBytes.count
        }
    }

    private static func integers<Key: FixedWidthInteger & Sendable>(
        _ keys: [Key], _ countLimit: Int, _ vector: ([Key]) -> ColumnVector
    ) -> DictionaryEncoding? {
        var table = HashSlots()
        var distinct: [Key] = []
        var indices: [UInt32] = []
        indices.reserveCapacity(keys.count)
        for key in keys {
            let high = Key.bitWidth > 64 ? UInt64(truncatingIfNeeded: key >> 64) &* 0x9E37_79B9_7F4A_7C15 : 0
            let folded = UInt64(truncatingIfNeeded: key) ^ high
            let hash = HashSlots.mix(folded)
            let index = table.index(hash) { distinct[$0] == key }
            if index == distinct.count {
                guard distinct.count < countLimit, !isHopeless(distinct.count, of: indices.count) else { return nil }
                distinct.append(key)
            }
            indices.append(UInt32(truncatingIfNeeded: index))
        }
        return DictionaryEncoding(distinct: vector(distinct), indices: indices)
    }

    private static func strings(_ vector: ColumnVector, _ byteLimit: Int) -> DictionaryEncoding? {
        var table = HashSlots()
        var places: [Range<Int>] = []
        var byteCount = 0
        var indices: [UInt32] = []
        indices.reserveCapacity(vector.count - vector.nullCount)
        let hasGivenUp = vector.stringBytes.withUnsafeBytes { bytes in
            var start = 0
            for row in 0..<vector.count {
                let end = vector.stringEnds[row]
                let place = start..<end
                start = end
                if vector.isNull(row) { continue }
                let hash = HashSlots.hash(bytes, place)
                let index = table.index(hash) { isEqual(bytes, places[$0], place) }
                if index == places.count {
                    byteCount += place.count + 4
                    guard byteCount <= byteLimit, !isHopeless(places.count, of: indices.count) else { return true }
                    places.append(place)
                }
                indices.append(UInt32(truncatingIfNeeded: index))
            }
            return false
        }
        guard !hasGivenUp else { return nil }
        var distinct = ColumnVector(.string)
        for place in places { distinct.append(utf8: vector.stringBytes[place]) }
        return DictionaryEncoding(distinct: distinct, indices: indices)
    }

    private static func isHopeless(_ distinctCount: Int, of count: Int) -> Bool {
        count >= sampleCount && distinctCount > count / 8 * 7
    }

    @inline(__always)
    private static func isEqual(_ bytes: UnsafeRawBufferPointer, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count
            && UnsafeRawBufferPointer(rebasing: bytes[left]).elementsEqual(
                UnsafeRawBufferPointer(rebasing: bytes[right]))
    }
}

/// An open-addressing hash table of positions in a list that its user keeps.
struct HashSlots {
    private struct Slot {
        var hash: UInt64
        /// -1 for an empty slot.
        var index: Int
    }

    private var slots = [Slot](repeating: Slot(hash: 0, index: -1), count: 256)
    private var count = 0

    /// The position of the entry with `hash` for which `isSame` is true, or the next new position, which is then taken.
    @inline(__always)
    mutating func index(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int {
        let mask = slots.count - 1
        var at = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[at]
            if slot.index < 0 { break }
            if slot.hash == hash, isSame(slot.index) { return slot.index }
            at = (at + 1) & mask
        }
        slots[at] = Slot(hash: hash, index: count)
        count += 1
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(hash: 0, index: -1), count: slots.count * 4)
        let mask = larger.count - 1
        for slot in slots where slot.index >= 0 {
            var at = Int(truncatingIfNeeded: slot.hash) & mask
            while larger[at].index >= 0 { at = (at + 1) & mask }
            larger[at] = slot
        }
        slots = larger
    }

    /// Spreads the bits of `value` (the finaliser of SplitMix64).
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: range.count)
        var at = range.lowerBound
        while at + 8 <= range.upperBound {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            at += 8
        }
        var tail: UInt64 = 0
        while at < range.upperBound {
            tail = tail << 8 | UInt64(bytes[at])
            at += 1
        }
        return mix(hash ^ tail)
    }
}
