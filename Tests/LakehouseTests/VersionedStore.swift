import Foundations
import ObjectStore
import Synchronization
import TestSupport

/// A bucket that keeps every version, in memory: a put adds one, a deletion only a mark.
final class VersionedStore: ObjectStore {
    private struct Version {
        var id: String
        var body: [UInt8]?
        var time: Timestamp
    }

    let location = "memory://store"
    private let clock: any WallClock
    private let state = Mutex<(next: Int, objects: [String: [Version]])>((0, [:]))

    init(clock: any WallClock) { self.clock = clock }

    /// All bytes of all versions, with their keys.
    var everything: [(key: String, body: [UInt8])] {
        state.withLock { state in
            state.objects.flatMap { key, versions in versions.compactMap { $0.body.map { (key, $0) } } }
        }
    }

    @discardableResult
    func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        let current = try await find(key)
        switch condition {
        case .always: break
        case .absent:
            guard current == nil else { throw Failure(.conflict, "cannot put", why: "it is there") }
        case .unchanged(let tag):
            guard current?.version.entityTag == tag else { throw Failure(.conflict, "cannot put", why: "it changed") }
        }
        return add(key, body)
    }

    func get(_ key: String) async throws -> StoredObject {
        let last = state.withLock { $0.objects[key]?.last }
        guard let last, let body = last.body else { throw Failure(.notFound, "cannot read \(key)", why: "not there") }
        return StoredObject(body: body, version: ObjectVersion(entityTag: last.id, id: last.id))
    }

    func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        ObjectPart(of: try await get(key).body, range)
    }

    func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        let found = state.withLock { state in
            state.objects.compactMap { key, versions -> ListedObject? in
                guard key.hasPrefix(prefix), let last = versions.last, let body = last.body else { return nil }
                return ListedObject(key: key, size: body.count, lastModified: last.time)
            }
        }
        return ObjectListing(objects: found.sorted { $0.key < $1.key }, next: nil)
    }

    func delete(_ key: String) async throws { add(key, nil) }

    func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        let found = state.withLock { state in
            state.objects.filter { $0.key.hasPrefix(prefix) }.flatMap { key, versions in
                versions.enumerated().map { index, version in
                    ListedVersion(
                        key: key, id: version.id, isLatest: index == versions.count - 1,
                        isDeleteMarker: version.body == nil, size: version.body?.count ?? 0, lastModified: version.time)
                }
            }
        }
        return VersionListing(versions: found, next: nil)
    }

    func delete(_ key: String, version: String) async throws {
        state.withLock { state in
            state.objects[key]?.removeAll { $0.id == version }
            if state.objects[key]?.isEmpty == true { state.objects[key] = nil }
        }
    }

    @discardableResult
    private func add(_ key: String, _ body: [UInt8]?) -> ObjectVersion {
        let time = clock.now()
        return state.withLock { state in
            state.next += 1
            let id = "v\(state.next)"
            state.objects[key, default: []].append(Version(id: id, body: body, time: time))
            return ObjectVersion(entityTag: id, id: id)
        }
    }
}
