/// A store that sees only what lies below one folder of another store.
public struct PrefixStore: ObjectStore {
    /// The base store's location and the folder.
    public var location: String { "\(base.location)/\(folder)" }

    private let base: any ObjectStore
    private let folder: String

    /// The part of `base` below `folder`, a valid key that names no object itself.
    public init(_ base: any ObjectStore, folder: String) {
        self.base = base
        self.folder = folder
    }

    /// Writes `body` below the folder when `condition` holds.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try await base.put("\(folder)/\(checked(key))", body, if: condition)
    }

    /// The object at `key` below the folder.
    public func get(_ key: String) async throws -> StoredObject { try await base.get("\(folder)/\(checked(key))") }

    /// The bytes of `range` that the object at `key` below the folder has.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        try await base.get("\(folder)/\(checked(key))", range: range)
    }

    /// A page of the objects below the folder whose key there begins with `prefix`.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try ObjectKey.checkPrefix(prefix)
        var page = try await base.list("\(folder)/\(prefix)", after: token)
        for index in page.objects.indices { page.objects[index].key.removeFirst(folder.count + 1) }
        return page
    }

    /// Removes the object at `key` below the folder, if there is one.
    public func delete(_ key: String) async throws { try await base.delete("\(folder)/\(checked(key))") }

    /// A page of the versions of the objects below the folder whose key there begins with `prefix`.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try ObjectKey.checkPrefix(prefix)
        var page = try await base.versions("\(folder)/\(prefix)", after: token)
        for index in page.versions.indices { page.versions[index].key.removeFirst(folder.count + 1) }
        return page
    }

    /// Removes one version of the object at `key` below the folder.
    public func delete(_ key: String, version: String) async throws {
        try await base.delete("\(folder)/\(checked(key))", version: version)
    }

    /// The key must be valid by itself: a leading slash would otherwise hide behind the folder.
    private func checked(_ key: String) throws -> String {
        try ObjectKey.check(key)
        return key
    }
}
