import Foundations
import Parquet

/// A position delete file's content (spec v2, "Position Delete Files"): sorted lines of a data file's path and a row's place.
enum PositionDeleteFile {
    static let pathColumn = Column("file_path", .string, isRequired: true, fieldID: 2_147_483_546)
    static let positionColumn = Column("pos", .int64, isRequired: true, fieldID: 2_147_483_545)

    /// The lines as a Parquet file; they must be sorted by path, each path once.
    static func write(_ lines: [PositionDeletes.Line]) throws -> ParquetFile {
        var options = ParquetWriter.Options()
        options.boundByteLimit = 1024
        var writer = ParquetWriter(columns: [pathColumn, positionColumn], options: options)
        for line in lines {
            var batch = ColumnBatch(columns: [pathColumn, positionColumn])
            for position in line.positions {
                batch.vectors[0].append(line.dataFile)
                batch.vectors[1].append(Int64(position))
            }
            try writer.append(batch)
        }
        let file = try writer.finish()
        guard try read(file.bytes) == lines else {
            throw Failure(
                .internal, "cannot trust a delete file just written",
                why: "it does not say what was given to the writer",
                remedy: "Nothing was committed. This is a defect of hublake; please report it with the run's report.")
        }
        return file
    }

    /// The lines of any writer's file; a row's own columns, which may stand beside, are not looked at.
    static func read(_ bytes: [UInt8]) throws -> [PositionDeletes.Line] {
        let reader = try ParquetReader(bytes)
        func name(_ wanted: Column) throws -> String {
            let found =
                reader.columns.first { $0.fieldID == wanted.fieldID } ?? reader.columns.first { $0.name == wanted.name }
            guard let found, found.type == wanted.type else {
                throw Failure(.invalidData, "cannot read a delete file", why: "it has no column \(wanted.name)")
            }
            return found.name
        }
        let (paths, positions) = (try name(pathColumn), try name(positionColumn))
        var lines: [PositionDeletes.Line] = []
        for group in reader.rowGroups.indices {
            let batch = try reader.read(rowGroup: group, columns: [paths, positions])
            guard let path = batch[paths], let position = batch[positions] else { continue }
            try gather(path, position, into: &lines)
        }
        return lines
    }

    private static func gather(
        _ paths: ColumnVector, _ positions: ColumnVector, into lines: inout [PositionDeletes.Line]
    ) throws {
        guard paths.nullCount == 0, positions.nullCount == 0, positions.int64s.allSatisfy({ $0 >= 0 && $0 < 1 << 48 })
        else { throw Failure(.invalidData, "cannot read a delete file", why: "a line without a path or a place") }
        var row = 0
        while row < paths.count {
            var end = row + 1
            while end < paths.count, paths.isSame(end, as: paths, row) { end += 1 }
            let path = paths.string(row) ?? ""
            let places = positions.int64s[row..<end].map { Int($0) }
            if lines.last?.dataFile == path {
                lines[lines.count - 1].positions += places
            } else {
                lines.append(.init(dataFile: path, positions: places))
            }
            row = end
        }
    }
}
