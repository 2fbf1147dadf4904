/// How the reader fills a vector: values come without the nulls and are spread over the rows that have one.
extension ColumnVector {
    /// Appends the values of one page; `present` says per row whether it has one, nil where all do.
    mutating func append(spreading values: ColumnVector, over present: [Bool]?) {
        guard let present else {
            append(values, rows: 0..<values.count)
            return
        }
        noteValidity(present, nulls: present.count - values.count)
        switch type {
        case .boolean: Self.spread(values.booleans, over: present, into: &booleans, null: false)
        case .int32, .date: Self.spread(values.int32s, over: present, into: &int32s, null: 0)
        case .int64, .timestamp: Self.spread(values.int64s, over: present, into: &int64s, null: 0)
        case .double: Self.spread(values.doubles, over: present, into: &doubles, null: 0)
        case .decimal: Self.spread(values.decimals, over: present, into: &decimals, null: 0)
        case .string:
            let shift = stringBytes.count
            stringBytes.append(contentsOf: values.stringBytes)
            var next = 0
            var end = shift
            stringEnds.reserveCapacity(stringEnds.count + present.count)
            for isPresent in present {
                if isPresent {
                    end = values.stringEnds[next] + shift
                    next += 1
                }
                stringEnds.append(end)
            }
        }
    }

    /// Appends entries of a dictionary; `indices` must all be below its count.
    mutating func append(_ indices: [UInt32], of dictionary: ColumnVector, over present: [Bool]?) {
        if let present {
            noteValidity(present, nulls: present.count - indices.count)
        } else {
            if !validity.isEmpty { validity.append(contentsOf: repeatElement(true, count: indices.count)) }
            count += indices.count
        }
        switch type {
        case .boolean: Self.gather(indices, of: dictionary.booleans, over: present, into: &booleans, null: false)
        case .int32, .date: Self.gather(indices, of: dictionary.int32s, over: present, into: &int32s, null: 0)
        case .int64, .timestamp: Self.gather(indices, of: dictionary.int64s, over: present, into: &int64s, null: 0)
        case .double: Self.gather(indices, of: dictionary.doubles, over: present, into: &doubles, null: 0)
        case .decimal: Self.gather(indices, of: dictionary.decimals, over: present, into: &decimals, null: 0)
        case .string: gatherStrings(indices, of: dictionary, over: present)
        }
    }

    /// The text that `indices` of a dictionary take together, to be checked before they are appended.
    func stringByteCount(of indices: [UInt32]) -> Int {
        indices.reduce(0) { $0 + stringRange(Int($1)).count }
    }

    private mutating func noteValidity(_ present: [Bool], nulls: Int) {
        let hasNulls = nullCount + nulls > 0
        if hasNulls, validity.isEmpty { validity = Array(repeating: true, count: count) }
        if hasNulls { validity.append(contentsOf: present) }
        nullCount += nulls
        count += present.count
    }

    private static func spread<Value>(
        _ values: [Value], over present: [Bool], into target: inout [Value], null: Value
    ) {
        target.reserveCapacity(target.count + present.count)
        var next = 0
        for isPresent in present {
            target.append(isPresent ? values[next] : null)
            next += isPresent ? 1 : 0
        }
    }

    private static func gather<Value>(
        _ indices: [UInt32], of entries: [Value], over present: [Bool]?, into target: inout [Value], null: Value
    ) {
        guard let present else {
            target.append(contentsOf: indices.lazy.map { entries[Int($0)] })
            return
        }
        target.reserveCapacity(target.count + present.count)
        var next = 0
        for isPresent in present {
            if isPresent {
                target.append(entries[Int(indices[next])])
                next += 1
            } else {
                target.append(null)
            }
        }
    }

    private mutating func gatherStrings(_ indices: [UInt32], of dictionary: ColumnVector, over present: [Bool]?) {
        stringEnds.reserveCapacity(stringEnds.count + (present?.count ?? indices.count))
        var next = 0
        dictionary.stringBytes.withUnsafeBufferPointer { entries in
            for row in 0..<(present?.count ?? indices.count) {
                if present?[row] ?? true {
                    let place = dictionary.stringRange(Int(indices[next]))
                    stringBytes.append(contentsOf: UnsafeBufferPointer(rebasing: entries[place]))
                    next += 1
                }
                stringEnds.append(stringBytes.count)
            }
        }
    }
}
