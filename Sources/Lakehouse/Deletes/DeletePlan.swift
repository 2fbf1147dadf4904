/// Which delete files say that rows left, and which older ones they make needless. Pure.
struct DeletePlan: Sendable, Hashable {
    /// Delete files of one partition at which the next one takes the place of all of them: a reader opens each.
    static let foldingCount = 8

    /// A delete file to write.
    struct File: Sendable, Hashable {
        var slot: Slot
        var spec: PartitionSpec
        /// By path; places ascend.
        var lines: [PositionDeletes.Line]
    }

    /// What to write, one for each partition.
    private(set) var files: [File] = []
    /// Paths of delete files that leave.
    private(set) var replaced: Set<String> = []

    /// The deletes that take `rows` out.
    init(_ rows: LocatedRows) {
        let slots = Dictionary(grouping: rows.files) { $0.live.slot }
        for (slot, located) in slots {
            var places = Dictionary(located.map { ($0.file.path, $0.positions) }) { first, _ in first }
            let older = rows.live.deletes.filter { $0.slot == slot }
            let paths = Set(rows.live.data.filter { $0.slot == slot }.map(\.file.path))
            let concerned = older.flatMap { rows.deletes.concerned[$0.file.path] ?? [] }
            // Those of another program may concern other partitions as well.
            if older.count >= Self.foldingCount, paths.isSuperset(of: concerned) {
                for path in Set(concerned) { places[path, default: []] += rows.deletes[path] }
                replaced.formUnion(older.map(\.file.path))
            }
            files.append(File(slot: slot, spec: located[0].live.spec, lines: Self.lines(places)))
        }
        files.sort { ($0.lines.first?.dataFile ?? "") < ($1.lines.first?.dataFile ?? "") }
    }

    private static func lines(_ places: [String: [Int]]) -> [PositionDeletes.Line] {
        places.map { PositionDeletes.Line(dataFile: $0.key, positions: $0.value.sortedUnique()) }
            .sorted { $0.dataFile.utf8.lexicographicallyPrecedes($1.dataFile.utf8) }
    }
}
