import Foundation
import Foundations

/// Objects as files below a folder, written so that a crash or another process never sees half a file.
///
/// A put writes a temporary file beside its goal (its name begins with ``ObjectKey/reservedPrefix``; a killed process may leave
/// it behind, no listing shows it), syncs it, and gives it its name in one step: `rename` for ``PutCondition/always``, `link`
/// for ``PutCondition/absent``, and for ``PutCondition/unchanged(entityTag:)`` a comparison and a `rename` under the folder's lock.
/// The lock (`flock`) binds the processes of one machine; `link` also those of others on the same share.
public struct FolderStore: ObjectStore {
    /// Where keys begin.
    public let location: String

    private let root: String
    private let pageSize: Int

    /// A store below the folder at the absolute path `root`, which must exist when the store is used.
    ///
    /// - Parameters:
    ///   - root: absolute path; slashes at its end do not matter.
    ///   - pageSize: objects a listing's page holds.
    public init(root: String, pageSize: Int = 1000) {
        var path = Substring(root)
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        self.root = String(path)
        self.pageSize = pageSize
        location = "file://\(path)"
    }

    /// Writes `body` at `key` when `condition` holds.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try ObjectKey.check(key)
        return try await run("cannot write \(location)/\(key)") {
            let goal = path(key)
            let folder = FileSystem.parent(of: goal)
            try requireRoot()
            try FileSystem.createFolders(folder, below: root)
            let temporary = "\(folder)/\(ObjectKey.reservedPrefix)\(UUID().uuidString).tmp"
            defer { unlink(temporary) }  // After a rename there is nothing left to remove.
            try FileSystem.withFile(temporary, O_WRONLY | O_CREAT | O_EXCL) {
                try FileSystem.write(body, to: $0, path: temporary)
            }
            try name(temporary, goal, key, in: folder, if: condition)
            try FileSystem.synchronize(folder: folder)
            return ContentTag.version(of: body)
        }
    }

    /// The object at `key`.
    public func get(_ key: String) async throws -> StoredObject {
        try await read(key) { file, size, path in
            let body = try FileSystem.read(file, 0..<size, path: path)
            return StoredObject(body: body, version: ContentTag.version(of: body))
        }
    }

    /// The bytes of `range` that the object at `key` has.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        try await read(key) { file, size, path in
            ObjectPart(body: try FileSystem.read(file, range.clamped(to: 0..<size), path: path), size: size)
        }
    }

    /// A page of the objects whose key begins with `prefix`.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try ObjectKey.checkPrefix(prefix)
        return try await run("cannot list \(location)/\(prefix)") {
            try requireRoot()
            var page = FolderListing(root: root, prefix: prefix, token: token, limit: pageSize)
            return try page.read()
        }
    }

    /// Removes the object at `key`, if there is one.
    public func delete(_ key: String) async throws {
        try ObjectKey.check(key)
        try await run("cannot delete \(location)/\(key)") {
            try requireRoot()
            let goal = path(key)
            let folder = FileSystem.parent(of: goal)
            guard try FileSystem.status(goal)?.isFile == true else { return }
            try FileSystem.withLock(on: folder, exclusive: false) {
                guard unlink(goal) == 0 || errno == ENOENT else { throw FileSystemError.last(goal) }
            }
            try FileSystem.synchronize(folder: folder)
        }
    }

    /// None: this store keeps no versions.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try ObjectKey.checkPrefix(prefix)
        return .none
    }

    /// Does nothing: this store keeps no versions.
    public func delete(_ key: String, version: String) async throws { try ObjectKey.check(key) }
}

extension FolderStore {
    private func path(_ key: String) -> String { root == "/" ? "/\(key)" : "\(root)/\(key)" }

    /// Without this check a forgotten mount would look like an empty destination.
    private func requireRoot() throws {
        guard let status = try FileSystem.status(root) else { throw FileSystemError(code: ENOENT, path: root) }
        guard status.isFolder else { throw FileSystemError(code: ENOTDIR, path: root) }
    }

    /// Gives the finished temporary file its name, when `condition` holds.
    private func name(
        _ temporary: String, _ goal: String, _ key: String, in folder: String, if condition: PutCondition
    ) throws {
        switch condition {
        case .always:
            try FileSystem.withLock(on: folder, exclusive: false) { try rename(temporary, to: goal) }
        case .absent:
            if link(temporary, goal) == 0 { return }
            switch errno {
            case EEXIST:
                throw Failure.alreadyThere(key, in: location)
            case EPERM, EOPNOTSUPP:
                // exFAT and some shares have no links: there the lock must do.
                try FileSystem.withLock(on: folder, exclusive: true) {
                    guard try FileSystem.status(goal) == nil else { throw Failure.alreadyThere(key, in: location) }
                    try rename(temporary, to: goal)
                }
            default:
                throw FileSystemError.last(goal)
            }
        case .unchanged(let entityTag):
            try FileSystem.withLock(on: folder, exclusive: true) {
                guard try tag(of: goal) == entityTag else {
                    throw Failure.changed(key, in: location)
                }
                try rename(temporary, to: goal)
            }
        }
    }

    private func rename(_ source: String, to goal: String) throws {
        guard Foundation.rename(source, goal) == 0 else { throw FileSystemError.last(goal) }
    }

    /// What `body` makes of the open file at `key`; a failure where there is none.
    ///
    /// - Parameter body: gets the file, its size in bytes and its path.
    private func read<Result: Sendable>(
        _ key: String, _ body: @escaping @Sendable (_ file: Int32, _ size: Int, _ path: String) throws -> Result
    ) async throws -> Result {
        try ObjectKey.check(key)
        return try await run("cannot read \(location)/\(key)") {
            let path = path(key)
            guard let found = try open(path, { try body($0, $1, path) }) else {
                try requireRoot()
                throw Failure.noObject(at: key, in: location)
            }
            return found
        }
    }

    /// The entity tag of the file at `path`; nil when there is none. Reads it in pieces.
    private func tag(of path: String) throws -> String? {
        try open(path) { file, _ in
            var tag = ContentTag()
            try FileSystem.read(file, path: path) { tag.update($0) }
            return tag.version.entityTag
        }
    }

    /// What `body` makes of the file at `path` and its size; nil when there is no file. A put never changes a file that is there,
    /// so an open one keeps its bytes.
    private func open<Result>(_ path: String, _ body: (_ file: Int32, _ size: Int) throws -> Result) throws -> Result? {
        // Asked before it is opened: opening a pipe would wait for its writer.
        guard try FileSystem.status(path)?.isFile == true else { return nil }
        do {
            return try FileSystem.withFile(path, O_RDONLY) { try body($0, try FileSystem.size(of: $0, path: path)) }
        } catch let error as FileSystemError where error.code == ENOENT {
            return nil  // Deleted between the two calls.
        }
    }

    private func run<Result: Sendable>(
        _ what: String, _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        do {
            return try await BlockingWork.run(work)
        } catch let error as FileSystemError {
            throw error.failure(what)
        } catch is CancellationError {
            throw Failure.cancelled(what)
        }
    }
}
