import Foundations

/// Where a table's objects are: keys in the store for us, absolute paths in the metadata for everybody.
struct TableFolder: Sendable, Hashable {
    /// The store's location.
    var root: String
    /// The table's folder in the store.
    var folder: String

    /// Absolute path of the folder.
    var location: String { path(of: folder) }
    /// Holds the number of a version for engines that look for one; advisory.
    var hintKey: String { "\(folder)/metadata/version-hint.text" }
    /// What the keys of all metadata files begin with.
    var metadataPrefix: String { "\(folder)/metadata/v" }

    func metadataKey(_ version: Int) -> String { "\(metadataPrefix)\(version).metadata.json" }
    func metadataKey(named name: String) -> String { "\(folder)/metadata/\(name)" }
    func path(of key: String) -> String { "\(root)/\(key)" }

    /// The version of a metadata file's key; nil for any other object.
    func version(ofKey key: String) -> Int? {
        guard key.hasPrefix(metadataPrefix), key.hasSuffix(".metadata.json") else { return nil }
        let digits = key.dropFirst(metadataPrefix.count).dropLast(".metadata.json".count)
        guard digits.allSatisfy(\.isNumber) else { return nil }
        return Int32(digits).map(Int.init)
    }

    /// The key of an absolute path that metadata names.
    func key(of path: String) throws -> String {
        let (root, path) = (Self.normalised(root), Self.normalised(path))
        guard path.hasPrefix(root + "/") else {
            throw Failure(
                .configuration, "cannot read a file of the table \(folder)",
                why: "the metadata names a path outside of \(self.root)",
                remedy: "The table was copied or moved; give hublake the location where it was written.")
        }
        return String(path.dropFirst(root.count + 1))
    }

    /// Other programs write `s3a://` for `s3://` and `file:/` or a bare path for `file:///`.
    private static func normalised(_ path: String) -> String {
        for scheme in ["s3a://", "s3n://"] where path.hasPrefix(scheme) { return "s3://" + path.dropFirst(6) }
        if path.hasPrefix("/") { return "file://" + path }
        if path.hasPrefix("file:/"), !path.hasPrefix("file://") { return "file://" + path.dropFirst(5) }
        return path
    }
}
