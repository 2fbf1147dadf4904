import Parquet

/// Which data files are written again, and which of them together. Pure.
///
/// Files with many deleted rows are written again. Small files are joined by orders of size, so that a row is not written again at
/// each run but only when its file has found enough companions.
struct CompactionPlan: Sendable, Hashable {
    /// Files of one partition whose rows go into new files.
    struct Group: Sendable, Hashable {
        /// In the order of their rows.
        var files: [LiveFile]
        var byteCount: Int { files.reduce(0) { $0 + $1.file.byteCount } }
        /// Bytes of one row group of each file.
        var heldByteCount: Int { files.reduce(0) { $0 + $1.file.rowGroupByteCount } }
    }

    /// The groups, each of about one target file.
    private(set) var groups: [Group] = []

    /// - Parameters:
    ///   - files: the live data files.
    ///   - deletedCount: rows that deletes take out of a file.
    ///   - sortField: the column that rows are in order of, by its bounds; nil for none.
    ///   - isEligible: whether a file can be written again by us without loss.
    init(
        _ files: [LiveFile], deletedCount: (DataFile) -> Int, sortField: Int32?, settings: CompactionSettings,
        isEligible: (LiveFile) -> Bool = { _ in true }
    ) {
        let slots = Dictionary(grouping: files.filter(isEligible), by: \.slot).values
        for slot in slots {
            let chosen = Self.choose(slot, deletedCount, settings)
            let ordered = slot.filter { chosen.contains($0.file.path) }
                .sorted { Self.start($0, sortField) < Self.start($1, sortField) }
            for group in Self.pack(ordered, settings) {
                // One file alone is written again only for the rows that it loses.
                guard group.files.count > 1 || deletedCount(group.files[0].file) > 0 else { continue }
                groups.append(group)
            }
        }
        groups.sort { $0.files[0].file.path < $1.files[0].file.path }
    }

    /// The order of a file's size: below 1 MiB, 8 MiB, 64 MiB …
    static func tier(_ byteCount: Int) -> Int {
        var (tier, limit) = (0, 1 << 20)
        while byteCount >= limit, tier < 16 { (tier, limit) = (tier + 1, limit << 3) }
        return tier
    }

    private static func choose(
        _ files: [LiveFile], _ deletedCount: (DataFile) -> Int, _ settings: CompactionSettings
    ) -> Set<String> {
        let worn = files.filter { file in
            let deleted = deletedCount(file.file)
            return deleted > 0 && Double(deleted) >= settings.deletedShare * Double(file.file.recordCount)
        }
        let small = files.filter { $0.file.byteCount < settings.targetByteCount / 2 }
        let tiers = Dictionary(grouping: small) { tier($0.file.byteCount) }
        let full = tiers.filter { $0.value.count >= max(2, settings.fileCount) }.map(\.key).max()
        // What is smaller than the files that are joined comes along: it would only be joined again.
        let joined = small.filter { file in full.map { tier(file.file.byteCount) <= $0 } ?? false }
        return Set((worn + joined).map(\.file.path))
    }

    private static func pack(_ files: [LiveFile], _ settings: CompactionSettings) -> [Group] {
        var groups: [Group] = []
        for file in files {
            if let last = groups.last, last.byteCount + file.file.byteCount <= settings.targetByteCount,
                last.heldByteCount + file.file.rowGroupByteCount <= settings.heldByteCount
            {
                groups[groups.count - 1].files.append(file)
            } else {
                groups.append(Group(files: [file]))
            }
        }
        return groups
    }

    private static func start(_ file: LiveFile, _ field: Int32?) -> Int64 {
        let bound = field.flatMap { file.file.lowerBounds[$0] }.flatMap { BoundBytes.parse($0, as: .int64) }
        guard case .int64(let start)? = bound else { return file.sequenceNumber }
        return start
    }
}

extension DataFile {
    /// About how many bytes one of its row groups has.
    fileprivate var rowGroupByteCount: Int {
        let groups = max(1, (recordCount + Self.rowGroupRowCount - 1) / Self.rowGroupRowCount)
        return byteCount / groups
    }

    private static let rowGroupRowCount = ParquetWriter.Options().rowGroupRowLimit
}
