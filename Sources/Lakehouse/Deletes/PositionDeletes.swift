/// The rows that position deletes take out of data files (spec v2, "Position Delete Files").
struct PositionDeletes: Sendable, Hashable {
    /// Places of deleted rows by data file, ascending, each once; only for files that are live.
    private(set) var positions: [String: [Int]] = [:]
    /// What each delete file says of live data files.
    private(set) var lines: [String: [Line]] = [:]

    /// One delete file's lines for one data file.
    struct Line: Sendable, Hashable {
        var dataFile: String
        var positions: [Int]
    }

    /// None.
    init() {}

    /// These places, ascending, whichever file says them.
    init(positions: [String: [Int]]) { self.positions = positions }

    /// - Parameters:
    ///   - live: data files and delete files.
    ///   - lines: what the delete files say, by their path.
    init(_ live: LiveFiles, lines: [String: [Line]]) {
        let sequenceNumbers = Dictionary(live.data.map { ($0.file.path, $0.sequenceNumber) }) { first, _ in first }
        var found: [String: [Int]] = [:]
        for delete in live.deletes {
            // Deletes apply to data that is not younger than they are.
            let applied = (lines[delete.file.path] ?? []).filter { line in
                sequenceNumbers[line.dataFile].map { $0 <= delete.sequenceNumber } ?? false
            }
            for line in applied { found[line.dataFile, default: []] += line.positions }
            self.lines[delete.file.path] = applied
        }
        positions = found.mapValues { $0.sortedUnique() }
    }

    /// The live data files that a delete file concerns.
    func concerned(by deleteFile: String) -> Set<String> { Set((lines[deleteFile] ?? []).map(\.dataFile)) }

    subscript(path: String) -> [Int] { positions[path] ?? [] }

    /// The deleted rows of a file that lie in `rows`, counted from its start.
    func rows(of path: String, in rows: Range<Int>) -> [Int] { self[path].within(rows).map { $0 - rows.lowerBound } }
}

extension [Int] {
    /// In a sorted array, the numbers of a range.
    func within(_ range: Range<Int>) -> ArraySlice<Int> {
        let start = firstIndex(notBefore: range.lowerBound) { $0 < $1 }
        return self[start..<Swift.max(start, firstIndex(notBefore: range.upperBound) { $0 < $1 })]
    }

    /// Ascending, each number once.
    func sortedUnique() -> [Int] {
        var unique: [Int] = []
        unique.reserveCapacity(count)
        for number in sorted() where unique.last != number { unique.append(number) }
        return unique
    }
}
