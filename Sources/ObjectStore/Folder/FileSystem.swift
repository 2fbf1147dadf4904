import Foundation

/// The few POSIX calls that ``FolderStore`` needs. All block; all throw ``FileSystemError``.
enum FileSystem {
    /// An open file, closed at the end of `body`.
    static func withFile<Result>(
        _ path: String, _ flags: Int32, mode: mode_t = 0o666, _ body: (Int32) throws -> Result
    ) throws -> Result {
        let file = open(path, flags | O_CLOEXEC, mode)
        guard file >= 0 else { throw FileSystemError.last(path) }
        defer { close(file) }
        return try body(file)
    }

    /// Writes all of `bytes` and waits until the disk has them.
    static func write(_ bytes: [UInt8], to file: Int32, path: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Foundation.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileSystemError.last(path) }
                rest = rest.dropFirst(count)
            }
        }
        guard fsync(file) == 0 else { throw FileSystemError.last(path) }
    }

    /// Hands the bytes of `file` to `each` in pieces.
    static func read(_ file: Int32, path: String, each: (UnsafeRawBufferPointer) -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            while true {
                let count = Foundation.read(file, buffer.baseAddress, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileSystemError.last(path) }
                if count == 0 { return }
                each(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    /// The bytes of `file` in `range`, which must end within it; a file that was cut meanwhile gives fewer.
    static func read(_ file: Int32, _ range: Range<Int>, path: String) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let count = pread(file, rest.baseAddress, rest.count, off_t(range.lowerBound + filled))
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileSystemError.last(path) }
                if count == 0 { return }
                filled += count
            }
        }
    }

    /// The size of an open file in bytes.
    static func size(of file: Int32, path: String) throws -> Int {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileSystemError.last(path) }
        return Int(status.st_size)
    }

    /// Makes the names in a folder as durable as its files are.
    static func synchronize(folder: String) throws {
        try withFile(folder, O_RDONLY | O_DIRECTORY) { file in
            // Some network file systems refuse to sync a folder; their servers decide about durability.
            guard fsync(file) == 0 || errno == EINVAL else { throw FileSystemError.last(folder) }
        }
    }

    /// Holds the lock of a folder during `body`: shared for writers that ask nothing, exclusive for compare-and-replace.
    /// The kernel frees it when the process dies.
    static func withLock<Result>(
        on folder: String, exclusive: Bool, _ body: () throws -> Result
    ) throws -> Result {
        try withFile(folder, O_RDONLY | O_DIRECTORY) { file in
            while flock(file, exclusive ? LOCK_EX : LOCK_SH) != 0 {
                guard errno == EINTR else { throw FileSystemError.last(folder) }
            }
            return try body()
        }
    }

    /// Creates `folder` below `root`, which must exist, and makes each new name durable.
    static func createFolders(_ folder: String, below root: String) throws {
        guard folder != root, mkdir(folder, 0o777) != 0 else { return }
        switch errno {
        case EEXIST: return
        case ENOENT:
            let parent = Self.parent(of: folder)
            guard parent.utf8.count >= root.utf8.count else { throw FileSystemError(code: ENOENT, path: root) }
            try createFolders(parent, below: root)
            guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw FileSystemError.last(folder) }
            try synchronize(folder: parent)
        default: throw FileSystemError.last(folder)
        }
    }

    /// The path up to the last slash.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// What `path` is; nil when nothing is there.
    static func status(_ path: String) throws -> stat? {
        var status = stat()
        guard stat(path, &status) != 0 else { return status }
        guard errno == ENOENT || errno == ENOTDIR else { throw FileSystemError.last(path) }
        return nil
    }

    /// The names in a folder without `.` and `..`; nil when there is no such folder.
    static func names(in folder: String) throws -> [String]? {
        guard let directory = opendir(folder) else {
            guard errno == ENOENT || errno == ENOTDIR else { throw FileSystemError.last(folder) }
            return nil
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

extension stat {
    var isFile: Bool { st_mode & S_IFMT == S_IFREG }
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
}
