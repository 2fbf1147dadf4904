import Foundations
import ObjectStore

/// Which objects of a table's folder are removed. Pure.
///
/// Looks only at what hublake and Iceberg's writers put: `data/` and `metadata/`.
struct Sweep: Sendable, Hashable {
    /// Why an object goes.
    enum Reason: Sendable, Hashable, CaseIterable {
        /// Only forgotten snapshots needed it.
        case expired
        /// A metadata file that newer ones have replaced long ago.
        case oldMetadata
        /// Nothing refers to it: what a crash, or a commit that lost, left behind.
        case orphan
    }

    /// An object to remove.
    struct Removal: Sendable, Hashable {
        var key: String
        var size: Int
        var reason: Reason
    }

    private(set) var removals: [Removal] = []

    /// - Parameters:
    ///   - objects: the folder's listing.
    ///   - folder: the table's folder.
    ///   - version: the current state's.
    ///   - kept: what kept snapshots need.
    ///   - expired: what forgotten snapshots needed.
    ///   - settings: ages and counts.
    ///   - now: by the store's clock.
    init(
        _ objects: [ListedObject], in folder: TableFolder, version: Int, kept: Set<String>, expired: Set<String>,
        settings: MaintenanceSettings, now: Timestamp
    ) {
        let safeAge = Int64(settings.orphanAge.inSeconds * 1e6)
        for object in objects where folder.isSwept(object.key) && !kept.contains(object.key) {
            // An object whose age the store does not tell counts as new.
            let isOld = object.lastModified.map { now.microseconds - $0.microseconds >= safeAge } ?? false
            let reason: Reason
            if let theirs = folder.version(ofKey: object.key) {
                guard theirs <= version - max(1, settings.metadataFileCount), isOld else { continue }
                reason = .oldMetadata
            } else if expired.contains(object.key) {
                reason = .expired
            } else {
                guard isOld else { continue }
                reason = .orphan
            }
            removals.append(Removal(key: object.key, size: object.size, reason: reason))
        }
    }

    /// The removals, so ordered that a crash in between leaves nothing that refers to what is gone.
    var ordered: [Removal] {
        removals.sorted { ($0.rank, $0.key) < ($1.rank, $1.key) }
    }
}

extension Sweep.Removal {
    /// Metadata first, then lists, manifests, and data last.
    fileprivate var rank: Int {
        if key.hasSuffix(".metadata.json") { return 0 }
        return key.hasSuffix(".avro") ? (key.contains("/snap-") ? 1 : 2) : 3
    }
}

extension TableFolder {
    /// Whether the object may be removed when nothing needs it.
    fileprivate func isSwept(_ key: String) -> Bool {
        (key.hasPrefix("\(folder)/data/") || key.hasPrefix("\(folder)/metadata/")) && key != hintKey
    }
}
