import Avro
import Foundations

/// Which files leave with a change. Pure.
struct FileDeparture: Sendable {
    private let rule: Rule

    private enum Rule: Sendable {
        case none
        case all
        case partitions(Set<String>, ours: PartitionSpec)
        case named(data: Set<String>, deletes: Set<String>)
    }

    init(_ operation: TableChange.Operation, spec: PartitionSpec) {
        rule =
            switch operation {
            case .append, .metadataOnly, .removeSnapshots: .none
            case .replaceAll: .all
            case .replacePartitions(let values): .partitions(values, ours: spec)
            case .rowDelta(let removal): .named(data: removal.removedDataFiles, deletes: removal.removedDeleteFiles)
            case .replaceFiles(let files): .named(data: files.removedDataFiles, deletes: files.removedDeleteFiles)
            }
    }

    /// The files that must be found among the live ones.
    var named: Set<String> {
        if case .named(let data, let deletes) = rule { data.union(deletes) } else { [] }
    }

    /// Whether a file of the manifest may leave, so that its entries must be known.
    func mayConcern(_ manifest: ManifestFile) -> Bool {
        guard manifest.live.files > 0 else { return false }
        switch rule {
        case .none: return false
        // A delete file is gone with all data, whatever it says.
        case .all: return manifest.content == .data
        case .partitions(let values, let ours):
            guard manifest.specID == ours.id, let summary = manifest.partitions?.first else { return true }
            return values.contains { summary.mayContain($0) }
        case .named(let data, let deletes): return !(manifest.content == .data ? data : deletes).isEmpty
        }
    }

    /// Which files of a manifest under the spec `theirs` leave.
    ///
    /// - Throws: `Failure` (`configuration`) when the partition of data files cannot be told.
    func leaves(_ content: ManifestFile.Content, _ theirs: PartitionSpec?) throws -> (DataFile) -> Bool {
        switch rule {
        case .none: return { _ in false }
        case .all: return { _ in true }
        case .named(let data, let deletes): return { (content == .data ? data : deletes).contains($0.path) }
        case .partitions(let values, let ours):
            guard let column = ours.fields.first?.sourceID, let place = theirs?.place(of: column) else {
                // Deletes without a partition may still concern the others.
                if content == .deletes { return { _ in false } }
                throw Failure(
                    .configuration, "cannot replace a part of the table",
                    why: "some of its files were written by another program under another partitioning",
                    remedy:
                        "Rewrite the table's files under its first partitioning, or let hublake replace the whole table."
                )
            }
            return { file in
                guard file.partition.indices.contains(place), let value = file.partition[place].string else {
                    return false
                }
                return values.contains(value)
            }
        }
    }
}
