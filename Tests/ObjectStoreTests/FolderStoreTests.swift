import Foundation
import Foundations
import TestSupport
import Testing

@testable import ObjectStore

@Suite("FolderStore")
struct FolderStoreTests {
    @Test("unfinished files and foreign names are never listed")
    func unlisted() async throws {
        try await withTemporaryFolder { path in
            let store = FolderStore(root: path)
            try await store.put("a/b", [1], if: .always)
            for name in ["/.hublake-1.tmp", "/a/.hublake-2.tmp", "/a/with blank", "/é"] {
                try Data([1]).write(to: URL(filePath: path + name))
            }
            let listed = try await store.listAll("")
            #expect(listed.map(\.key) == ["a/b"])
        }
    }

    @Test("a put leaves no unfinished file behind, refused or not")
    func noLeftovers() async throws {
        try await withTemporaryFolder { path in
            let store = FolderStore(root: path)
            try await store.put("k", [1], if: .absent)
            try await store.put("k", [2], if: .always)
            await expectFailure(.conflict) { try await store.put("k", [3], if: .absent) }
            await expectFailure(.conflict) { try await store.put("k", [3], if: .unchanged(entityTag: "x")) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["k"])
        }
    }

    @Test("of a huge file only the range is read")
    func range() async throws {
        try await withTemporaryFolder { path in
            // A tebibyte without blocks on the disk: reading it all would take minutes.
            let size = 1 << 40
            let file = try #require(fopen("\(path)/huge", "w"))
            #expect(ftruncate(fileno(file), off_t(size - 3)) == 0 && fseek(file, 0, SEEK_END) == 0)
            #expect(fwrite([1, 2, 3] as [UInt8], 1, 3, file) == 3 && fclose(file) == 0)
            let store = FolderStore(root: path)
            let part = try await store.get("huge", range: size - 5..<size + 10)
            #expect(part == ObjectPart(body: [0, 0, 1, 2, 3], size: size))
            let none = try await store.get("huge", range: size..<size + 1)
            #expect(none == ObjectPart(body: [], size: size))
        }
    }

    @Test("pages of any size give each key once, in the order of their segments")
    func pages() async throws {
        try await withTemporaryFolder { path in
            let keys = ["a-b", "a/b/c", "a/b0", "a/c", "a0", "b/x"]
            for key in keys { try await FolderStore(root: path).put(key, [1], if: .always) }
            for size in 1...7 {
                let found = try await FolderStore(root: path, pageSize: size).listAll("").map(\.key)
                #expect(Set(found) == Set(keys) && found.count == keys.count, "pages of \(size)")
            }
        }
    }

    @Test("a folder that does not exist is never created, and never looks empty")
    func missingRoot() async throws {
        let store = FolderStore(root: "/nonexistent/lake")
        await expectFailure(.configuration) { try await store.put("a", [1], if: .always) }
        await expectFailure(.configuration) { _ = try await store.get("a") }
        await expectFailure(.configuration) { _ = try await store.list("", after: nil) }
        await expectFailure(.configuration) { try await store.delete("a") }
    }

    @Test("a file where a folder is needed, and the other way round, are configuration failures")
    func wrongKind() async throws {
        try await withTemporaryFolder { path in
            let store = FolderStore(root: path)
            try await store.put("file", [1], if: .always)
            try await store.put("folder/file", [1], if: .always)
            await expectFailure(.configuration) { try await store.put("file/x", [1], if: .always) }
            await expectFailure(.configuration) { try await store.put("folder", [1], if: .always) }
            await expectFailure(.notFound) { _ = try await store.get("folder") }
            await expectFailure(.notFound) { _ = try await store.get("file/x") }
            await expectFailure(.configuration) { _ = try await FolderStore(root: path + "/file").list("", after: nil) }
        }
    }

    @Test("a full disk is told as such")
    func fullDisk() async throws {
        // Writing to /dev/full always fails with ENOSPC; a link to it stands in for the object.
        try await withTemporaryFolder { path in
            let device = open("/dev/full", O_WRONLY)
            try #require(device >= 0)
            defer { close(device) }
            let error = #expect(throws: FileSystemError.self) {
                try FileSystem.write([1], to: device, path: path)
            }
            let failure = error?.failure("cannot write x")
            #expect(failure?.kind == .configuration && failure?.remedy?.contains("full") == true)
        }
    }

    @Test(
        "what the system answers decides who must act",
        arguments: [
            (EACCES, FailureKind.authorization), (EPERM, .authorization), (ENOSPC, .configuration),
            (EDQUOT, .configuration),
            (EROFS, .configuration), (ENOTDIR, .configuration), (ENAMETOOLONG, .configuration), (EMFILE, .transient),
            (EIO, .transient),
        ])
    func codes(code: Int32, kind: FailureKind) {
        let failure = FileSystemError(code: code, path: "/lake/x").failure("cannot write x")
        #expect(failure.kind == kind && failure.remedy != nil && failure.why.contains("/lake/x"))
    }

    @Test("its location is a URI without a slash at its end")
    func location() {
        #expect(FolderStore(root: "/data/lake//").location == "file:///data/lake")
    }
}
