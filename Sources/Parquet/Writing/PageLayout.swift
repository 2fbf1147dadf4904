/// Cuts a chunk's rows into pages of about a number of bytes before compression; at least one row a page.
struct PageLayout: Sequence, IteratorProtocol {
    private let vector: ColumnVector
    private let byteTarget: Int
    /// Bits that each row takes; nil for texts, which are measured one by one.
    private let bitsPerRow: Int?
    private var start = 0

    init(_ vector: ColumnVector, _ dictionary: DictionaryEncoding?, byteTarget: Int) {
        self.vector = vector
        self.byteTarget = byteTarget
        if let dictionary {
            bitsPerRow = Swift.max(dictionary.bitWidth, 1)
        } else {
            bitsPerRow =
                switch vector.type {
                case .boolean: 1
                case .int32, .date: 32
                case .int64, .timestamp, .double: 64
                case .decimal: 128
                case .string: nil
                }
        }
    }

    mutating func next() -> Range<Int>? {
        guard start < vector.count else { return nil }
        var end = start + 1
        if let bitsPerRow {
            end = Swift.min(vector.count, start + Swift.max(1, byteTarget * 8 / bitsPerRow))
        } else {
            let firstByte = vector.stringRange(start).lowerBound
            while end < vector.count, vector.stringEnds[end] - firstByte + (end + 1 - start) * 4 <= byteTarget {
                end += 1
            }
        }
        defer { start = end }
        return start..<end
    }
}
