public import Foundations
public import ObjectStore

extension LakehouseTable {
    /// Puts `change` on top of `base` in one step: readers see the table before it or after it, whatever is interrupted when.
    ///
    /// Order: manifests, manifest list, then `vN.metadata.json` only if no other writer made version N, then the hint.
    /// A crash leaves objects that nothing refers to. A hint that could not be written is told by ``hintFailure``.
    ///
    /// - Parameters:
    ///   - change: what to do; its files are in the store already.
    ///   - base: the state that the change was planned on; nil creates the table.
    ///   - name: the table's folder in the store.
    ///   - store: where the table is.
    ///   - time: the snapshot's time.
    ///   - generator: gives ids.
    /// - Returns: the new state.
    /// - Throws: `Failure`: `conflict` when another writer was faster; the table is as that writer left it.
    public static func commit(
        _ change: TableChange, onto base: LakehouseTable?, folder name: String, to store: any ObjectStore,
        at time: Timestamp, using generator: inout some RandomNumberGenerator
    ) async throws -> LakehouseTable {
        let folder = TableFolder(root: store.location, folder: name)
        let identity = CommitIdentity(using: &generator)
        let commitBase = try await base?.commitBase(for: change)
        let plan = try Failure.explaining("cannot commit to the table \(name)") {
            try CommitPlan(change, onto: commitBase, in: folder, at: time, as: identity)
        }
        for object in plan.objects { try await store.put(object.key, object.body, if: .always) }
        try await publish(plan, table: name, to: store)
        var table = try LakehouseTable(plan.metadata, version: plan.version, in: folder, store: store)
        do {
            try await store.put(folder.hintKey, Array("\(plan.version)".utf8), if: .always)
        } catch {
            table.hintFailure = Failure(error, while: "cannot write the version hint of the table \(name)")
        }
        return table
    }

    /// Writes the version hint again where it is missing or does not name this state. Engines that open a table by its folder
    /// need it; a crash right after a commit leaves the old one, which shows them the table as it was.
    public func repairHint() async throws {
        let wanted = Array("\(version)".utf8)
        if try await store.find(folder.hintKey)?.body != wanted {
            try await store.put(folder.hintKey, wanted, if: .always)
        }
    }

    /// The put that is the commit. A store's answer may be lost and the put repeated, so a conflict, or a failure that may have come
    /// too late, is settled by looking: if our bytes are there, we committed.
    private static func publish(_ plan: CommitPlan, table: String, to store: any ObjectStore) async throws {
        let object = plan.metadataObject
        do {
            try await store.put(object.key, object.body, if: .absent)
        } catch let failure as Failure where failure.kind == .conflict || failure.kind == .transient {
            guard let found = try await store.find(object.key) else { throw failure }
            guard found.body != object.body else { return }
            throw Failure(
                .conflict, "cannot commit to the table \(table)",
                why: "another writer committed version \(plan.version) first",
                remedy: "Nothing is lost; run the sync again, and let one program at a time write to the table.")
        }
    }

    /// This state with those entries that `change` has to look at.
    private func commitBase(for change: TableChange) async throws -> CommitBase {
        var base = CommitBase(metadata: metadata, version: version, metadataPath: metadataLocation)
        guard change.makesSnapshot else { return base }
        let manifests = try await manifests()
        let needed = CommitPlan.entriesNeeded(of: manifests, for: change, in: metadata)
        base.manifests = try await manifests.mapConcurrently(limit: 8) { manifest in
            .init(file: manifest, content: needed.contains(manifest.path) ? try await content(of: manifest) : nil)
        }
        return base
    }
}
