import Foundations
import Parquet

extension LakehouseTable {
    /// Finds the live rows that have one of these keys.
    ///
    /// Files and row groups are passed over by the bounds of their key columns; of the others only the key columns are fetched.
    ///
    /// - Parameters:
    ///   - keys: what to find; their columns must be in the table's schema.
    ///   - partition: looks only at the files of this value of the partition column; nil for all files.
    /// - Throws: `Failure`: as ``read(columns:partition:)``.
    public func locate(_ keys: RowKeys, partition: String? = nil) async throws -> LocatedRows {
        try await locate(keys, partition: partition, includingDeleted: false)
    }

    /// - Parameter includingDeleted: also finds rows that delete files take out: their bytes are still there.
    func locate(_ keys: RowKeys, partition: String?, includingDeleted: Bool) async throws -> LocatedRows {
        let fields = try keys.columns.map { name in
            guard let field = schema[name] else {
                throw Failure(
                    .internal, "cannot find rows of the table \(folder.folder)", why: "it has no column \(name)")
            }
            return field
        }
        let live = try await liveFiles(partition: partition)
        let deletes = try await positionDeletes(live)
        let search = zip(fields, keys.values).map { KeySearch(field: $0, values: $1.sorted) }
        let candidates = keys.isEmpty ? [] : live.data.filter { file in search.allSatisfy { $0.mayMeet(file.file) } }
        let found = try await candidates.mapConcurrently(limit: 4) { file in
            var positions = try await locate(keys, search, in: file, fields)
            let deleted = Set(includingDeleted ? [] : deletes[file.file.path])
            if !deleted.isEmpty { positions.removeAll(where: deleted.contains) }
            return LocatedRows.File(file, positions: positions)
        }
        return LocatedRows(
            files: found.filter { !$0.positions.isEmpty }, version: version, live: live, deletes: deletes)
    }

    private func locate(
        _ keys: RowKeys, _ search: [KeySearch], in file: LiveFile, _ fields: [TableField]
    ) async throws -> [Int] {
        let projected = try await open(file, fields: fields)
        var positions: [Int] = []
        var offset = 0
        for group in projected.rowGroups.indices {
            let mayMeet = search.allSatisfy { search in
                projected.statistics(of: search.field, rowGroup: group)
                    .map { search.values.mayMeet($0.lowerBound, $0.upperBound) } ?? true
            }
            if mayMeet {
                let batch = try await Failure.explaining(cannotReadFile) { try await projected.read(rowGroup: group) }
                positions += keys.matches(in: batch).map { $0 + offset }
            }
            offset += projected.rowGroups[group].rowCount
        }
        return positions
    }
}

/// What is looked for in one column.
private struct KeySearch: Sendable {
    var field: TableField
    var values: KeyValues.Sorted

    /// Whether the manifest's bounds leave room for one of the values.
    func mayMeet(_ file: DataFile) -> Bool {
        let bounds = [file.lowerBounds, file.upperBounds].map { bounds in
            bounds[field.id].flatMap { BoundBytes.parse($0, as: field.type) }
        }
        return values.mayMeet(bounds[0], bounds[1])
    }
}

extension BoundBytes {
    /// The value that a manifest's bound stands for, of the types that keys have; nil for others and for damage.
    static func parse(_ bytes: [UInt8], as type: ColumnType) -> ColumnBound? {
        switch type {
        case .string: return .string(bytes)
        case .int64, .timestamp:
            // A bound from before the column was widened has four bytes.
            guard bytes.count == 8 else { return nil }
            return .int64(bytes.reversed().reduce(0) { $0 << 8 | Int64($1) })
        default: return nil
        }
    }
}
