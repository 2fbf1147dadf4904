/// Which delete files say that rows left, and which older ones they make needless. Pure.
///
/// Each concerns one data file: some readers (polars-iceberg) refuse others, and all read less.
struct DeletePlan: Sendable, Hashable {
    /// Delete files of one data file at which the next one takes the place of all of them: a reader opens each.
    static let foldingCount = 8

    /// A delete file to write.
    struct File: Sendable, Hashable {
        var slot: Slot
        var spec: PartitionSpec
        /// By path; places ascend.
        var lines: [PositionDeletes.Line]
    }

    /// What to write, one for each data file.
    private(set) var files: [File] = []
    /// Paths of delete files that leave.
    private(set) var replaced: Set<String> = []

    /// The deletes that take `rows` out.
    init(_ rows: LocatedRows) {
        for located in rows.files {
            let path = located.file.path
            var places = [path: located.positions]
            let older = rows.live.deletes.filter { rows.deletes.concerned(by: $0.file.path) == [path] }
            if older.count >= Self.foldingCount { fold(older, rows.deletes, into: &places) }
            add(places, located.live.slot, located.live.spec)
        }
        files.sort { ($0.lines.first?.dataFile ?? "") < ($1.lines.first?.dataFile ?? "") }
    }

    /// What delete files must still say once the data files `removed` have left: those that said something of them are replaced, so that
    /// the table's counts stay exact, and so are those that have nothing to say.
    init(after removed: Set<String>, _ live: LiveFiles, _ deletes: PositionDeletes) {
        let slots = Set(live.data.filter { removed.contains($0.file.path) }.map(\.slot))
        for slot in slots {
            let touched = live.deletes.filter { delete in
                let concerned = deletes.concerned(by: delete.file.path)
                return delete.slot == slot && (concerned.isEmpty || !concerned.isDisjoint(with: removed))
            }
            guard let spec = touched.first?.spec else { continue }
            var places: [String: [Int]] = [:]
            fold(touched, deletes, into: &places)
            for path in removed { places[path] = nil }
            add(places, slot, spec)
        }
        files.sort { ($0.lines.first?.dataFile ?? "") < ($1.lines.first?.dataFile ?? "") }
    }

    private mutating func fold(_ older: [LiveFile], _ deletes: PositionDeletes, into places: inout [String: [Int]]) {
        for delete in older {
            for line in deletes.lines[delete.file.path] ?? [] { places[line.dataFile, default: []] += line.positions }
            replaced.insert(delete.file.path)
        }
    }

    private mutating func add(_ places: [String: [Int]], _ slot: Slot, _ spec: PartitionSpec) {
        for (path, positions) in places {
            files.append(
                File(slot: slot, spec: spec, lines: [.init(dataFile: path, positions: positions.sortedUnique())]))
        }
    }
}
