extension ParquetWriter {
    /// Refuses rows that would make a file which readers refuse or misread.
    func check(_ batch: ColumnBatch) throws(ParquetError) {
        guard batch.columns.map(\.name) == columnList.map(\.name), batch.columns.map(\.type) == columnList.map(\.type)
        else { throw .invalid("the batch has other columns than the file") }
        for (column, vector) in zip(columnList, batch.vectors) {
            do { try check(vector, column, rowCount: batch.rowCount) } catch {
                throw error.within("column '\(column.name)'")
            }
        }
    }

    private func check(_ vector: ColumnVector, _ column: Column, rowCount: Int) throws(ParquetError) {
        guard vector.count == rowCount, vector.type == column.type else {
            throw .invalid("a vector of another length or type than its batch says")
        }
        guard !column.isRequired || vector.nullCount == 0 else { throw .invalid("a null in a required column") }
        switch column.type {
        case .decimal(let precision, let scale):
            guard (1...38).contains(precision), (0...precision).contains(scale) else {
                throw .invalid("a decimal of precision \(precision) and scale \(scale)")
            }
            let limit = powerOfTen(precision)
            guard vector.decimals.allSatisfy({ $0 < limit && $0 > -limit }) else {
                throw .invalid("a decimal of more than \(precision) digits")
            }
        case .string:
            let isText = vector.stringBytes.withUnsafeBufferPointer { bytes in
                isWellFormedUTF8(bytes)
                    && vector.stringEnds.allSatisfy { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
            }
            guard isText else { throw .invalid("text that is not UTF-8") }
        default: break
        }
    }
}
