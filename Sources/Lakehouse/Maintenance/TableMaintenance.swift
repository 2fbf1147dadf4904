public import Foundations
public import ObjectStore

/// Keeps one table quick to read and small: compaction, expiry of snapshots, removal of what nobody needs. Readers see the same rows
/// before, between and after its steps; it may be interrupted anywhere and run again.
public struct TableMaintenance: Sendable {
    let folder: String
    let store: any ObjectStore
    let settings: MaintenanceSettings
    let runID: RunID
    let clock: any WallClock

    /// How often a commit is tried that another writer was faster than.
    static let commitAttempts = 4

    /// The maintenance of the table in `folder`.
    ///
    /// - Parameters:
    ///   - settings: what stays.
    ///   - runID: names the files, and stands in the snapshots' summaries.
    ///   - clock: dates the snapshots; ages are told by the store's clock alone.
    public init(
        folder: String, store: any ObjectStore, settings: MaintenanceSettings = MaintenanceSettings(), runID: RunID,
        clock: any WallClock
    ) {
        self.folder = folder
        self.store = store
        self.settings = settings
        self.runID = runID
        self.clock = clock
    }

    /// Does what `scope` says, or only finds out what there is to do.
    ///
    /// - Parameters:
    ///   - now: the store's time; ``storeTime(of:folders:)``.
    ///   - isDryRun: writes and removes nothing.
    /// - Throws: `Failure`: `conflict` when another writer keeps being faster; what was done until then stays done.
    public func run(
        _ scope: MaintenanceScope, now: Timestamp, isDryRun: Bool = false
    ) async throws -> MaintenanceOutcome {
        var outcome = MaintenanceOutcome(table: folder)
        guard var table = try await LakehouseTable.load(folder: folder, from: store) else { return outcome }
        if scope.contains(.compaction) { try await compact(&table, &outcome, isDryRun: isDryRun) }
        try Task.checkCancellation()
        let forgotten = scope.contains(.expiry) ? try await expire(&table, &outcome, now, isDryRun: isDryRun) : []
        try Task.checkCancellation()
        if !scope.isDisjoint(with: [.expiry, .orphans, .versions]) {
            try await sweep(table, forgotten, scope, &outcome, now, isDryRun: isDryRun)
        }
        return outcome
    }

    /// The newest time that the store gave to an object in these folders: ages counted from it are never too high, whatever this
    /// machine's clock says. Nil where there is no object.
    public static func storeTime(of store: any ObjectStore, folders: [String]) async throws -> Timestamp? {
        var newest: Timestamp?
        for folder in folders {
            for object in try await store.listAll("\(folder)/") {
                newest = [newest, object.lastModified].compactMap { $0 }.max()
            }
        }
        return newest
    }

    // MARK: Compaction

    private func compact(
        _ table: inout LakehouseTable, _ outcome: inout MaintenanceOutcome, isDryRun: Bool
    ) async throws {
        let live = try await table.liveFiles()
        let deletes = try await table.positionDeletes(live)
        let plan = table.compactionPlan(live, deletes, settings.compaction)
        guard !plan.groups.isEmpty else { return }
        for file in plan.groups.flatMap(\.files) { outcome.rewritten.add(file.file.byteCount) }
        guard !isDryRun else { return }
        let prepared = try await table.prepare(plan, live, deletes, settings.compaction, runID: runID)
        do {
            table = try await commit(onto: table) { base in
                guard try await base.stillHolds(prepared) else { return nil }
                var change = TableChange(
                    schema: base.schema, partitionColumn: base.partitionField?.name,
                    operation: .replaceFiles(prepared.replacement), addedFiles: prepared.addedFiles,
                    cursor: base.cursor)
                change.summary[LakehouseTable.runIDProperty] = runID.description
                return change
            }
        } catch let failure as Failure where failure.kind == .conflict {
            try await table.discard(prepared)
            throw failure
        }
        for file in prepared.addedFiles { outcome.written.add(file.byteCount) }
        outcome.appliedDeleteFiles = prepared.replacement.removedDeleteFiles.count
        outcome.committed = table
    }

    // MARK: Expiry

    /// Forgets snapshots and returns them.
    private func expire(
        _ table: inout LakehouseTable, _ outcome: inout MaintenanceOutcome, _ now: Timestamp, isDryRun: Bool
    ) async throws -> [Snapshot] {
        func expired(_ table: LakehouseTable) -> Set<Int64> {
            // Snapshots are dated by the machines that made them: one whose clock is ahead must not keep all others alive.
            settings.retention.expired(
                table.snapshots, named: table.metadata.namedSnapshots, now: max(now, table.metadata.lastUpdated))
        }
        let ids = expired(table)
        outcome.expiredSnapshots = ids.count
        guard !ids.isEmpty else { return [] }
        let before = table.snapshots
        guard !isDryRun else { return before.filter { ids.contains($0.id) } }
        table = try await commit(onto: table) { base in
            TableChange(
                schema: base.schema, partitionColumn: base.partitionField?.name,
                operation: .removeSnapshots(expired(base).intersection(ids)))
        }
        outcome.committed = table
        // What another writer has pinned meanwhile stays.
        let kept = Set(table.snapshots.map(\.id))
        outcome.expiredSnapshots = before.count { !kept.contains($0.id) }
        return before.filter { !kept.contains($0.id) }
    }

    // MARK: Sweeping

    private func sweep(
        _ table: LakehouseTable, _ forgotten: [Snapshot], _ scope: MaintenanceScope,
        _ outcome: inout MaintenanceOutcome, _ now: Timestamp, isDryRun: Bool
    ) async throws {
        guard !forgotten.isEmpty || !scope.isDisjoint(with: [.orphans, .versions]) else { return }
        let forgottenIDs = Set(forgotten.map(\.id))
        // Listed before the references are read: what a commit adds after this is not in the listing.
        let objects = try await store.listAll("\(folder)/")
        let kept = try await table.references(of: table.snapshots.filter { !forgottenIDs.contains($0.id) })
        let expired = try await table.references(of: forgotten, besides: kept, isLenient: true)
        func plan(_ kept: Set<String>) -> [Sweep.Removal] {
            Sweep(
                objects, in: table.folder, version: table.version, kept: kept, expired: expired.keys,
                settings: settings,
                now: now
            ).ordered.filter { $0.reason == .expired || scope.contains(.orphans) }
        }
        var removals = plan(kept.keys)
        if removals.contains(where: { $0.reason == .orphan }) {
            let older = try await snapshotsOfYoungMetadata(table, objects, now).filter { !forgottenIDs.contains($0.id) }
            removals = plan(kept.keys.union(try await table.references(of: older, besides: kept, isLenient: true).keys))
        }
        let needed = kept.keys.union([table.metadataKey])
        try await remove(removals, sparing: needed, scope, &outcome, isDryRun: isDryRun)
    }

    /// Removes objects; with ``MaintenanceScope/versions``, so that none of their versions stays, and versions of others that no reader sees.
    ///
    /// Versions of needed objects stay: should one have been deleted or overwritten by mistake, they are what brings it back.
    private func remove(
        _ removals: [Sweep.Removal], sparing needed: Set<String>, _ scope: MaintenanceScope,
        _ outcome: inout MaintenanceOutcome, isDryRun: Bool
    ) async throws {
        let listed = scope.contains(.versions) ? try await store.allVersions("\(folder)/") : []
        var unseen = Dictionary(grouping: listed.filter { !needed.contains($0.key) }, by: \.key)
        for removal in removals {
            let theirs = unseen.removeValue(forKey: removal.key) ?? []
            if theirs.isEmpty, !isDryRun {
                let seen = scope.contains(.ownVersions) ? try await store.find(removal.key)?.version.id : nil
                if let seen {
                    try await store.delete(removal.key, version: seen)
                } else {
                    try await store.delete(removal.key)
                }
                outcome.leavesVersions = outcome.leavesVersions || seen != nil
            }
            outcome.count(removal)
            try await remove(theirs, &outcome, isDryRun: isDryRun)
        }
        let rest = unseen.values.joined().filter { !$0.isLatest || $0.isDeleteMarker }
        try await remove(rest, &outcome, isDryRun: isDryRun)
    }

    /// Removes versions for good; marks of deletion go last: without its mark an older version would be seen again.
    private func remove(
        _ versions: [ListedVersion], _ outcome: inout MaintenanceOutcome, isDryRun: Bool
    ) async throws {
        for version in versions.filter({ !$0.isDeleteMarker }) + versions.filter(\.isDeleteMarker) {
            if !isDryRun { try await store.delete(version.key, version: version.id) }
            // What is still seen was counted as an object.
            if !version.isLatest { outcome.versions.add(version.size) }
        }
    }

    /// Snapshots that the current state no longer has but that a metadata file lists which somebody may just be reading.
    private func snapshotsOfYoungMetadata(
        _ table: LakehouseTable, _ objects: [ListedObject], _ now: Timestamp
    ) async throws -> [Snapshot] {
        let safeAge = Int64(settings.orphanAge.inSeconds * 1e6)
        let young = objects.filter { object in
            guard let version = table.folder.version(ofKey: object.key), version != table.version else { return false }
            return object.lastModified.map { now.microseconds - $0.microseconds < safeAge } ?? true
        }
        let current = Set(table.snapshots.map(\.id))
        let store = store
        let lists = try await young.mapConcurrently(limit: 8) { object in
            guard let file = try await store.find(object.key) else { return [Snapshot]() }
            let metadata = try Failure.explaining("cannot read \(object.key)") { try TableMetadata(utf8: file.body) }
            return metadata.snapshots.filter { !current.contains($0.id) }
        }
        return Array(Dictionary(lists.joined().map { ($0.id, $0) }) { first, _ in first }.values)
    }

    // MARK: Committing

    /// Commits what `change` makes of the table, again on the newest state while another writer is faster; nil gives up.
    private func commit(
        onto table: LakehouseTable, _ change: (LakehouseTable) async throws -> TableChange?
    ) async throws -> LakehouseTable {
        var base = table
        var attempt = 1
        while true {
            guard let change = try await change(base) else {
                throw Failure(
                    .conflict, "cannot maintain the table \(folder)",
                    why: "another writer changed the same rows meanwhile",
                    remedy: "Nothing is lost; the next maintenance does it.")
            }
            do {
                var generator = SystemRandomNumberGenerator()
                return try await LakehouseTable.commit(
                    change, onto: base, folder: folder, to: store, at: clock.now(), using: &generator)
            } catch let failure as Failure where failure.kind == .conflict && attempt < Self.commitAttempts {
                attempt += 1
                guard let newest = try await LakehouseTable.load(folder: folder, from: store) else { throw failure }
                base = newest
            }
        }
    }
}

extension MaintenanceOutcome {
    fileprivate mutating func count(_ removal: Sweep.Removal) {
        switch removal.reason {
        case .expired: expired.add(removal.size)
        case .oldMetadata: oldMetadata.add(removal.size)
        case .orphan: orphans.add(removal.size)
        }
    }
}
