import Foundations
import Parquet

/// A data file seen through a table's schema.
struct ProjectedFile: Sendable {
    let stored: StoredParquet
    private let fields: [TableField]
    private let sources: [Source]

    private enum Source: Sendable {
        case column(name: String)
        case constant(String)
        case null
    }

    /// - Parameter constants: values of columns that the file need not have, by field id.
    init(_ stored: StoredParquet, fields: [TableField], constants: [Int32: String]) throws {
        let reader = stored.reader
        let byID = Dictionary(reader.columns.filter { $0.fieldID > 0 }.map { ($0.fieldID, $0) }) { first, _ in first }
        let hasIDs = !byID.isEmpty || reader.unreadableColumns.contains { $0.fieldID > 0 }
        guard hasIDs || reader.columns.isEmpty else {
            throw Failure(.configuration, "cannot read a data file", why: "another program wrote it without field ids")
        }
        let unreadable = Dictionary(reader.unreadableColumns.map { ($0.fieldID, $0.reason) }) { first, _ in first }
        self.stored = stored
        self.fields = fields
        sources = try fields.map { field in
            if let column = byID[field.id] {
                guard Self.widens(column.type, to: field.type) else {
                    throw Failure(
                        .invalidData, "cannot read the column \(field.name)", why: "the file has it with another type")
                }
                return .column(name: column.name)
            }
            if let reason = unreadable[field.id] {
                throw Failure(.configuration, "cannot read the column \(field.name)", why: reason)
            }
            return constants[field.id].flatMap { field.type == .string ? .constant($0) : nil } ?? .null
        }
    }

    var rowGroups: [ParquetReader.RowGroup] { stored.reader.rowGroups }

    func read(rowGroup: Int) async throws -> ColumnBatch {
        let names = sources.compactMap { if case .column(let name) = $0 { name } else { nil } }
        let read = try await stored.read(rowGroup: rowGroup, columns: Set(names))
        let rowCount = rowGroups[rowGroup].rowCount
        var batch = ColumnBatch(columns: fields.map(\.column))
        for (place, (field, source)) in zip(fields, sources).enumerated() {
            switch source {
            case .column(let name):
                batch.vectors[place] = read[name].map { $0.widened(to: field.type) } ?? ColumnVector(field.type)
            case .constant(let text):
                for _ in 0..<rowCount { batch.vectors[place].append(text) }
            case .null:
                batch.vectors[place] = ColumnVector(nulls: rowCount, of: field.type)
            }
        }
        return batch
    }

    /// What the footer says of the values of `field` in a row group; nil for one that the file does not have as it is.
    func statistics(of field: TableField, rowGroup: Int) -> ColumnStatistics? {
        guard let place = fields.firstIndex(of: field), case .column(let name) = sources[place],
            let statistics = rowGroups[rowGroup].statistics[name],
            statistics.lowerBound?.fits(field.type) ?? true
        else { return nil }
        return statistics
    }

    /// Iceberg's type promotions ("Schema Evolution") among the types that we have.
    private static func widens(_ stored: ColumnType, to wanted: ColumnType) -> Bool {
        switch (stored, wanted) {
        case (.int32, .int64): true
        case (.decimal(let narrow, let scale), .decimal(let wide, let wanted)): scale == wanted && narrow <= wide
        default: stored == wanted
        }
    }
}

extension ColumnVector {
    /// The same values as another type that can hold them all.
    fileprivate func widened(to wanted: ColumnType) -> ColumnVector {
        guard type != wanted else { return self }
        var wide = ColumnVector(wanted)
        for row in 0..<count {
            if isNull(row) {
                wide.appendNull()
            } else if case .decimal = type {
                wide.append(decimals[row])
            } else {
                wide.append(Int64(int32s[row]))
            }
        }
        return wide
    }
}
