import Foundation
import Foundations

/// One page of the files below a folder whose keys begin with a prefix.
///
/// Walks the folders in the order of their names and stops one file past the page, so that listing a long folder page by page
/// neither sorts nor examines all of it again.
struct FolderListing {
    private let root: String
    private let prefix: String
    /// The last key of the page before; empty for the first page.
    private let token: String
    private let limit: Int
    private var found: [ListedObject] = []

    init(root: String, prefix: String, token: String?, limit: Int) {
        self.root = root
        self.prefix = prefix
        self.token = token ?? ""
        self.limit = limit
    }

    mutating func read() throws -> ObjectListing {
        // Only the folder that the prefix names can hold matches: `a/b` is in `a`.
        let start = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        try walk(start)
        let page = Array(found.prefix(limit))
        return ObjectListing(objects: page, next: found.count > limit ? page.last?.key : nil)
    }

    /// Adds the files below `folder`, a key prefix that is empty or ends with a slash.
    private mutating func walk(_ folder: String) throws {
        // Deleted while we walk: then nothing of it is there any more.
        guard let names = try FileSystem.names(in: "\(root)/\(folder)") else { return }
        for name in names.sorted() where found.count <= limit {
            let key = folder + name
            guard ObjectKey.isValid(key), key.hasPrefix(prefix), mayFollowToken(key) else { continue }
            guard let status = try FileSystem.status("\(root)/\(key)") else { continue }
            if status.isFolder {
                try walk(key + "/")
            } else if status.isFile, isAfterToken(key) {
                found.append(ListedObject(key: key, size: Int(status.st_size), lastModified: status.modified))
            }
        }
    }

    /// The walk's order compares keys segment by segment.
    private func isAfterToken(_ key: String) -> Bool {
        token.split(separator: "/").lexicographicallyPrecedes(key.split(separator: "/"))
    }

    /// Whether `key`, a file or a folder, can hold anything after the token.
    private func mayFollowToken(_ key: String) -> Bool {
        token.hasPrefix(key + "/") || isAfterToken(key)
    }
}

extension stat {
    fileprivate var modified: Timestamp {
        #if canImport(Darwin)
            let time = st_mtimespec
        #else
            let time = st_mtim
        #endif
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
