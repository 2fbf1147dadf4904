import Foundations
import ObjectStore
import TestSupport
import Testing

/// What every ``ObjectStore`` promises, as functions over any of them. Each call works below a folder of its own.
struct ObjectStoreContract: Sendable {
    private let store: any ObjectStore

    /// The contract of `store`, whose pages hold ``pageSize`` objects, checked below `folder`.
    init(_ store: any ObjectStore, folder: String) { self.store = PrefixStore(store, folder: folder) }

    /// One clause of the contract.
    struct Clause: Sendable, CustomTestStringConvertible {
        /// The promise as a sentence.
        var testDescription: String
        var check: @Sendable (any ObjectStore) async throws -> Void
    }

    /// Checks one clause.
    func check(_ clause: Clause) async throws { try await clause.check(store) }

    /// Small, so that a few objects make several pages.
    static let pageSize = 100

    /// All clauses.
    static let clauses: [Clause] = [
        Clause(testDescription: "what was put comes back, with its version") { store in
            let version = try await store.put("a/b.txt", Array("hello".utf8), if: .always)
            let object = try await store.get("a/b.txt")
            #expect(object == StoredObject(body: Array("hello".utf8), version: version))
        },
        Clause(testDescription: "versions: none are known, or each object has its latest one, which can be removed") {
            store in
            let first = try await store.put("v/a", [1], if: .always)
            try await store.put("v/a", [2], if: .unchanged(entityTag: first.entityTag))
            try await store.put("v/b", [3], if: .absent)
            let versions = try await store.allVersions("v/")
            #expect(versions.isEmpty || Set(versions.filter(\.isLatest).map(\.key)) == ["v/a", "v/b"])
            #expect(versions.allSatisfy { !$0.isDeleteMarker && !$0.id.isEmpty && $0.size == 1 })
            for version in versions { try await store.delete(version.key, version: version.id) }
            let left = try await store.listAll("v/").map(\.key)
            #expect(versions.isEmpty ? Set(left) == ["v/a", "v/b"] : left.isEmpty)
            try await store.delete("v/none", version: "null")
            await expectFailure(.internal) { _ = try await store.versions("../v", after: nil) }
        },
        Clause(testDescription: "a large object is created once, too") { store in
            let large = [UInt8](repeating: 7, count: 6 << 20)
            try await store.put("large", large, if: .absent)
            await expectFailure(.conflict) { try await store.put("large", [1], if: .absent) }
            await expectFailure(.conflict) { try await store.put("large", large + [1], if: .absent) }
            #expect(try await store.get("large", range: 0..<1).size == large.count)
        },
        Clause(testDescription: "empty objects and 8 MiB ones come back too") { store in
            var generator = SeededGenerator(seed: 8)
            let words = (0..<(1 << 20)).map { _ in generator.next() }
            let big = words.withUnsafeBytes { Array($0) }
            try await store.put("empty", [], if: .absent)
            try await store.put("big", big, if: .absent)
            let empty = try await store.get("empty")
            #expect(empty.body.isEmpty)
            let found = try await store.get("big")
            #expect(found.body == big)
            let part = try await store.get("big", range: 8_000_000..<8_000_100)
            #expect(part.body == Array(big[8_000_000..<8_000_100]) && part.size == big.count)
        },
        Clause(testDescription: "a range is clamped to the object, and may be empty") { store in
            try await store.put("digits", Array("0123456789".utf8), if: .always)
            let cases: [(Range<Int>, String)] = [
                (0..<10, "0123456789"), (2..<5, "234"), (8..<100, "89"), (10..<20, ""), (50..<60, ""), (3..<3, ""),
            ]
            for (range, expected) in cases {
                let part = try await store.get("digits", range: range)
                #expect(part == ObjectPart(body: Array(expected.utf8), size: 10), "\(range)")
            }
            try await store.put("nothing", [], if: .always)
            let none = try await store.get("nothing", range: 0..<10)
            #expect(none.body.isEmpty && none.size == 0)
        },
        Clause(testDescription: "a put replaces, and the version changes with the bytes") { store in
            let first = try await store.put("k", [1], if: .always)
            let second = try await store.put("k", [2], if: .always)
            let object = try await store.get("k")
            #expect(first != second && object.body == [2] && object.version == second)
        },
        Clause(testDescription: "a missing object is notFound, and deleting one is no error") { store in
            await expectFailure(.notFound) { _ = try await store.get("missing") }
            await expectFailure(.notFound) { _ = try await store.get("missing", range: 0..<4) }
            #expect(try await store.find("missing") == nil)
            try await store.put("there", [1], if: .always)
            try await store.delete("there")
            try await store.delete("there")
            try await store.delete("no/such/folder/there")
            await expectFailure(.notFound) { _ = try await store.get("there") }
        },
        Clause(testDescription: "absent: the first put wins, the second is a conflict and changes nothing") { store in
            try await store.put("once", [1], if: .absent)
            await expectFailure(.conflict) { try await store.put("once", [2], if: .absent) }
            let object = try await store.get("once")
            #expect(object.body == [1])
            try await store.delete("once")
            try await store.put("once", [3], if: .absent)
        },
        Clause(testDescription: "unchanged: only the tag that is there now lets a put through") { store in
            let first = try await store.put("head", [1], if: .always)
            let second = try await store.put("head", [2], if: .unchanged(entityTag: first.entityTag))
            await expectFailure(.conflict) {
                try await store.put("head", [3], if: .unchanged(entityTag: first.entityTag))
            }
            let object = try await store.get("head")
            #expect(object.body == [2] && object.version == second)
            try await store.delete("head")
            await expectFailure(.conflict) {
                try await store.put("head", [4], if: .unchanged(entityTag: second.entityTag))
            }
            #expect(try await store.find("head") == nil)
        },
        // Few rounds: SeaweedFS takes seconds for one.
        Clause(testDescription: "of many writers with absent exactly one wins, each round") { store in
            for round in 0..<3 {
                let key = "race/\(round)"
                let winners = try await race(8) { try await store.put(key, [UInt8($0)], if: .absent) }
                let object = try await store.get(key)
                #expect(winners.count == 1 && object.body == winners.map(UInt8.init))
            }
        },
        Clause(testDescription: "of many writers with unchanged exactly one wins, each round") { store in
            var tag = try await store.put("counter", [0], if: .always).entityTag
            for round in 1...3 {
                let seen = tag
                let winners = try await race(8) {
                    try await store.put("counter", [UInt8(round), UInt8($0)], if: .unchanged(entityTag: seen))
                }
                let object = try await store.get("counter")
                #expect(winners.count == 1 && object.body == [UInt8(round)] + winners.map(UInt8.init))
                tag = object.version.entityTag
            }
        },
        Clause(testDescription: "a listing finds all keys with a prefix, as text and not as a folder") { store in
            for key in ["l/a", "l/a/b", "l/ab", "l/b/c/d", "l/a-b", "m/a"] where key != "l/a" || !store.isFolder {
                try await store.put(key, Array(key.utf8), if: .always)
            }
            var expected: Set = ["l/a", "l/a/b", "l/ab", "l/a-b"]
            if store.isFolder { expected.remove("l/a") }
            let found = try await store.listAll("l/a")
            #expect(Set(found.map(\.key)) == expected && found.count == expected.count)
            #expect(found.allSatisfy { $0.size == $0.key.utf8.count && $0.lastModified != nil })
            let all = try await store.listAll("")
            #expect(all.count == expected.count + 2)
            let none = try await store.listAll("nothing/here")
            #expect(none.isEmpty)
        },
        Clause(testDescription: "a listing of more than a page is complete and has nothing twice") { store in
            let keys = (0..<250).map { "p/\($0 % 7)/\($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        for index in stride(from: lane, to: keys.count, by: 16) {
                            try await store.put(keys[index], [1], if: .always)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let first = try await store.list("p/", after: nil)
            #expect(first.next != nil && first.objects.count < keys.count)
            let all = try await store.listAll("p/").map(\.key)
            #expect(all.count == keys.count && Set(all) == Set(keys))
        },
        Clause(testDescription: "all characters that a key may have work, everything else is refused") { store in
            let keys = [
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "a-b_c.d=e",
                "day=2026-11-25/x.parquet",
                "-", "=", "_", "...", ".hidden", "a/.b/..c", String(repeating: "k", count: 255),
            ]
            for key in keys { try await store.put(key, Array(key.utf8), if: .absent) }
            for key in keys {
                let object = try await store.get(key)
                #expect(object.body == Array(key.utf8))
            }
            #expect(Set(try await store.listAll("").map(\.key)) == Set(keys))
            for key in ["", "/a", "a/", "a//b", "a/../b", ".", "a/.", "a b", "é", "a+b", "a%2Fb", "a\n", ".hublake-x"] {
                await expectFailure(.internal) { try await store.put(key, [1], if: .always) }
                await expectFailure(.internal) { _ = try await store.get(key) }
                await expectFailure(.internal) { try await store.delete(key) }
            }
        },
    ]
}

extension ObjectStore {
    /// A file system cannot hold both `a` and `a/b`; nor can SeaweedFS, which keeps its objects in one.
    fileprivate var isFolder: Bool { location.hasPrefix("file:") || location.hasPrefix("s3:") }
}

/// Runs `count` conditional puts at once; returns the numbers of those that succeeded. All others must be conflicts.
private func race(
    _ count: Int, _ put: @escaping @Sendable (Int) async throws -> ObjectVersion
) async throws -> [Int] {
    try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 0..<count {
            group.addTask {
                do {
                    _ = try await put(number)
                    return number
                } catch let failure as Failure where failure.kind == .conflict {
                    return nil
                }
            }
        }
        return try await group.reduce(into: []) { winners, winner in winners += winner.map { [$0] } ?? [] }
    }
}
