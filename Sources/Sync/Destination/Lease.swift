import Foundation
public import Foundations
public import ObjectStore

/// `_hublake/lease.json`: who is writing to a destination now, so that two runs do not do the same work at once.
///
/// A courtesy, not a lock: tables and catalog are committed by conditional puts, so that two writers do no damage even if the lease
/// fails. It is renewed while a run lasts, and lapses when its writer was killed.
struct Lease: Sendable {
    /// Its key under the prefix.
    static let key = "_hublake/lease.json"
    /// Seconds after which a lease that nobody renewed counts no more; the file's age is told by the store.
    static let lifetime: Int64 = 180
    /// Seconds between two renewals.
    static let renewal: Int64 = 45

    private let store: any ObjectStore
    private let holder: Holder
    private var version: ObjectVersion

    /// Who writes.
    struct Holder: Sendable, Codable, Hashable {
        var run: RunID
        var since: Timestamp
        /// The machine and the process, to see whether it still runs.
        var host: String
        var process: Int32
        /// What it does there: `sync`, `maintain` or `purge`; nil in leases of older versions.
        var work: String?

        enum CodingKeys: String, CodingKey {
            case host, process, since, work
            case run = "run_id"
        }

        init(run: RunID, since: Timestamp, work: String) {
            self.run = run
            self.since = since
            self.work = work
            host = ProcessInfo.processInfo.hostName
            process = ProcessInfo.processInfo.processIdentifier
        }

        /// Whether its process is known to be gone: it ran on this machine and does no longer.
        var isGone: Bool {
            host == ProcessInfo.processInfo.hostName && process != ProcessInfo.processInfo.processIdentifier
                && kill(process, 0) != 0 && errno == ESRCH
        }
    }

    /// Takes the lease for a run; throws `conflict` while another run holds it.
    ///
    /// - Parameter now: compared with the time that the store gave to the file.
    static func take(_ store: any ObjectStore, for holder: Holder, now: Timestamp) async throws -> Lease {
        guard let found = try await store.find(key) else {
            return Lease(store: store, holder: holder, version: try await put(holder, to: store, if: .absent))
        }
        // A file that is no lease is one of a version to come, or damaged: its age alone counts.
        let other = try? ReportJSON.decode(Holder.self, from: found.body)
        let written = try await store.list(key, after: nil).objects.first { $0.key == key }?.lastModified
        let hasLapsed = written.map { now.microseconds - $0.microseconds > lifetime * 1_000_000 } ?? true
        guard hasLapsed || other?.isGone ?? false else {
            let run = other.map { "the \($0.work ?? "run") \($0.run), begun at \($0.since.iso8601) on \($0.host)," }
            throw Failure(
                .conflict, "cannot write to \(store.location)", why: "\(run ?? "another run") is writing there now",
                remedy: "Let it end. If it was killed, its lease lapses \(lifetime) seconds after it was last renewed.")
        }
        let condition = PutCondition.unchanged(entityTag: found.version.entityTag)
        return Lease(store: store, holder: holder, version: try await put(holder, to: store, if: condition))
    }

    private static func put(
        _ holder: Holder, to store: any ObjectStore, if condition: PutCondition
    ) async throws -> ObjectVersion {
        do {
            return try await store.put(key, Array(try ReportJSON.encode(holder)), if: condition)
        } catch let failure as Failure where failure.kind == .conflict {
            throw Failure(
                .conflict, "cannot write to \(store.location)", why: "another run began at the same moment",
                remedy: "Let one run at a time write to a destination; run this one again.")
        }
    }

    /// The newest time that the store gave to the lease: ages counted from it are never too high, whatever this machine's clock says.
    static func storeTime(of store: any ObjectStore) async throws -> Timestamp {
        guard let time = try await store.list(key, after: nil).objects.first(where: { $0.key == key })?.lastModified
        else {
            throw Failure(
                .conflict, "cannot tell the age of the objects in \(store.location)", why: "its lease is gone",
                remedy: "Let one run at a time write to a destination.")
        }
        return time
    }

    /// Renews the lease again and again until the task is cancelled. That another run has taken it is no reason to stop: commits
    /// settle who wins.
    func keep(_ clock: any WallClock) async {
        var version = version
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: .seconds(Self.renewal))
                version = try await Self.put(holder, to: store, if: .unchanged(entityTag: version.entityTag))
            } catch {
                return
            }
        }
    }

    /// Runs `body` with the lease renewed meanwhile and given back at the end, however it ends.
    func held<Value>(_ clock: any WallClock, _ body: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error> = await withTaskGroup(of: Void.self) { group in
            group.addTask { await keep(clock) }
            defer { group.cancelAll() }
            do {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        do {
            try await release()
        } catch {
            // It lapses by itself; what the run came to matters more.
            if case .success = result { throw error }
        }
        return try result.get()
    }

    /// Gives the lease back, unless another run has taken it meanwhile.
    func release() async throws {
        guard let found = try await store.find(Self.key),
            (try? ReportJSON.decode(Holder.self, from: found.body))?.run == holder.run
        else { return }
        try await store.delete(Self.key)
    }
}

extension Destination {
    /// Does `body` while no other run writes to the destination.
    ///
    /// - Parameters:
    ///   - work: what is done, for the sentence that others get to read meanwhile: `maintain`.
    ///   - body: gets the time that the store gave to the lease.
    /// - Throws: `Failure`: `conflict`, naming who writes there, while somebody does; what `body` throws.
    public static func reserve<Value>(
        _ store: any ObjectStore, for run: RunID, work: String, _ clock: any WallClock,
        _ body: (Timestamp) async throws -> Value
    ) async throws -> Value {
        let now = SystemWallClock().now()
        let lease = try await Lease.take(store, for: .init(run: run, since: now, work: work), now: now)
        return try await lease.held(clock) { try await body(try await Lease.storeTime(of: store)) }
    }
}
