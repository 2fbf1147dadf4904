/// A bound as it lies in statistics and indexes: the value in PLAIN, long texts shortened.
struct BoundEncoding {
    let stored: StoredColumn
    /// Texts beyond this many bytes are shortened.
    let byteLimit: Int

    /// Bytes of a bound and whether it is the very value.
    struct Encoded: Hashable {
        var bytes: [UInt8]
        var isExact: Bool
    }

    /// A lower bound: a text's beginning comes before the text, so cutting it at a character's border is enough.
    func lower(_ bound: ColumnBound) -> Encoded {
        guard case .string(let text) = bound, text.count > byteLimit else {
            return Encoded(bytes: plain(bound), isExact: true)
        }
        return Encoded(bytes: Array(text[..<Self.characterBorder(in: text, atMost: byteLimit)]), isExact: false)
    }

    /// An upper bound: the beginning of a long text comes before the text, so its last character that can be raised is, and what
    /// follows is cut off. Nil where none can: then there must be no bound.
    func upper(_ bound: ColumnBound) -> Encoded? {
        guard case .string(let text) = bound, text.count > byteLimit else {
            return Encoded(bytes: plain(bound), isExact: true)
        }
        var scalars = Array(
            String(decoding: text[..<Self.characterBorder(in: text, atMost: byteLimit)], as: UTF8.self).unicodeScalars)
        while let last = scalars.popLast() {
            guard let raised = Self.next(after: last) else { continue }
            var raisedText = String.UnicodeScalarView(scalars)
            raisedText.append(raised)
            return Encoded(bytes: Array(String(raisedText).utf8), isExact: false)
        }
        return nil
    }

    /// The value that `bytes` of a foreign file's statistics stand for; nil where they make no sense.
    func bound(_ bytes: [UInt8]) -> ColumnBound? {
        if stored.column.type == .string { return .string(bytes) }
        var cursor = ByteCursor(bytes)
        let decoding = ValueDecoding(stored: stored, byteLimit: bytes.count)
        if stored.physical == .byteArray {
            return (try? StoredColumn.integer(bigEndian: bytes[...])).map { .decimal($0) }
        }
        guard let value = try? decoding.values(1, .plain, from: &cursor), cursor.remaining == 0 else { return nil }
        return value.bound(0)
    }

    private func plain(_ bound: ColumnBound) -> [UInt8] {
        var vector = ColumnVector(stored.column.type)
        switch bound {
        case .boolean(let value): vector.append(value)
        case .int32(let value): vector.append(value)
        case .int64(let value): vector.append(value)
        case .double(let value): vector.append(value)
        case .decimal(let value): vector.append(value)
        case .string(let text): return text
        }
        var bytes: [UInt8] = []
        PlainEncoding.append(vector, 0..<1, as: stored, to: &bytes)
        return bytes
    }

    /// The last border between characters within the first `limit` bytes of well-formed UTF-8.
    private static func characterBorder(in text: [UInt8], atMost limit: Int) -> Int {
        var border = limit
        while border > 0, text[border] & 0xC0 == 0x80 { border -= 1 }
        return border
    }

    /// The character after `scalar`, surrogates left out; nil after the last.
    private static func next(after scalar: Unicode.Scalar) -> Unicode.Scalar? {
        scalar.value == 0xD7FF ? Unicode.Scalar(0xE000) : Unicode.Scalar(scalar.value + 1)
    }
}

extension ColumnVector {
    /// Row `index` as a bound; nil for null.
    public func bound(_ index: Int) -> ColumnBound? {
        guard !isNull(index) else { return nil }
        return switch type {
        case .boolean: .boolean(booleans[index])
        case .int32, .date: .int32(int32s[index])
        case .int64, .timestamp: .int64(int64s[index])
        case .double: .double(doubles[index])
        case .string: .string(Array(stringBytes[stringRange(index)]))
        case .decimal: .decimal(decimals[index])
        }
    }
}
