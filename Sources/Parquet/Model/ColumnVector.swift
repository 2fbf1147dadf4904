/// The values of one column for some rows; built by appending, read by row.
///
/// Only the array that fits ``type`` is used, so appending costs one array append. A null row holds a zero (or an empty string)
/// in its array. Appending a value of another kind than the column's type is a programmer's error and stops the process.
public struct ColumnVector: Sendable, Hashable {
    /// The column's type.
    public let type: ColumnType
    /// Rows appended so far.
    public internal(set) var count = 0
    /// Rows without a value.
    public internal(set) var nullCount = 0
    /// Per row, whether there is a value; empty while no null was appended.
    public internal(set) var validity: [Bool] = []
    /// Values of a `boolean` column.
    public internal(set) var booleans: [Bool] = []
    /// Values of an `int32` or `date` column.
    public internal(set) var int32s: [Int32] = []
    /// Values of an `int64` or `timestamp` column.
    public internal(set) var int64s: [Int64] = []
    /// Values of a `double` column.
    public internal(set) var doubles: [Double] = []
    /// Unscaled values of a `decimal` column.
    public internal(set) var decimals: [Int128] = []
    /// Where each row's text ends in ``stringBytes``; it begins where the row before ends.
    public internal(set) var stringEnds: [Int] = []
    /// UTF-8 of all rows of a `string` column, one after another.
    public internal(set) var stringBytes: [UInt8] = []

    /// No rows of `type`.
    public init(_ type: ColumnType) { self.type = type }

    /// Bytes that the values take in memory, about.
    public var byteCount: Int {
        validity.count + booleans.count + int32s.count * 4 + (int64s.count + doubles.count + stringEnds.count) * 8
            + decimals.count * 16 + stringBytes.count
    }

    /// Whether row `index` is null.
    public func isNull(_ index: Int) -> Bool { !validity.isEmpty && !validity[index] }

    /// Where row `index`'s text stands in ``stringBytes``.
    public func stringRange(_ index: Int) -> Range<Int> { (index == 0 ? 0 : stringEnds[index - 1])..<stringEnds[index] }

    /// Row `index` of a `string` column as text; nil for null.
    public func string(_ index: Int) -> String? {
        isNull(index) ? nil : String(decoding: stringBytes[stringRange(index)], as: UTF8.self)
    }
}

// MARK: - Appending

extension ColumnVector {
    /// Appends a null.
    public mutating func appendNull() {
        if validity.isEmpty { validity = Array(repeating: true, count: count) }
        validity.append(false)
        nullCount += 1
        count += 1
        switch type {
        case .boolean: booleans.append(false)
        case .int32, .date: int32s.append(0)
        case .int64, .timestamp: int64s.append(0)
        case .double: doubles.append(0)
        case .string: stringEnds.append(stringBytes.count)
        case .decimal: decimals.append(0)
        }
    }

    /// Appends to a `boolean` column.
    public mutating func append(_ value: Bool) {
        precondition(type == .boolean)
        booleans.append(value)
        didAppendValue()
    }

    /// Appends to an `int32` or `date` column.
    public mutating func append(_ value: Int32) {
        precondition(type == .int32 || type == .date)
        int32s.append(value)
        didAppendValue()
    }

    /// Appends to an `int64` or `timestamp` column.
    public mutating func append(_ value: Int64) {
        precondition(type == .int64 || type == .timestamp)
        int64s.append(value)
        didAppendValue()
    }

    /// Appends to a `double` column.
    public mutating func append(_ value: Double) {
        precondition(type == .double)
        doubles.append(value)
        didAppendValue()
    }

    /// Appends an unscaled value to a `decimal` column.
    public mutating func append(_ value: Int128) {
        guard case .decimal = type else { preconditionFailure("not a decimal column") }
        decimals.append(value)
        didAppendValue()
    }

    /// Appends to a `string` column.
    public mutating func append(_ value: String) { append(utf8: value.utf8) }

    /// Appends UTF-8 text to a `string` column.
    public mutating func append(utf8 bytes: some Collection<UInt8>) {
        precondition(type == .string)
        stringBytes.append(contentsOf: bytes)
        stringEnds.append(stringBytes.count)
        didAppendValue()
    }

    private mutating func didAppendValue() {
        if !validity.isEmpty { validity.append(true) }
        count += 1
    }
}
