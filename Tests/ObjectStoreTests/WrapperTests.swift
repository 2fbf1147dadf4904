import Foundations
import Synchronization
import TestSupport
import Testing

@testable import ObjectStore

@Suite("Store wrappers")
struct WrapperTests {
    @Test("CountingStore counts calls that failed too, and bytes of those that did not")
    func counting() async throws {
        let store = CountingStore(MemoryStore())
        try await store.put("a", [1, 2, 3], if: .absent)
        await expectFailure(.conflict) { try await store.put("a", [4], if: .absent) }
        _ = try await store.get("a", range: 0..<2)
        await expectFailure(.notFound) { _ = try await store.get("b") }
        _ = try await store.list("", after: nil)
        try await store.delete("a")
        var expected = StoreCounts()
        (expected.puts, expected.gets, expected.lists, expected.deletes) = (2, 2, 1, 1)
        (expected.bytesWritten, expected.bytesRead) = (3, 2)
        #expect(store.counts == expected)
    }

    @Test("PrefixStore sees its folder only, and a bad key cannot leave it")
    func prefix() async throws {
        let base = MemoryStore()
        let store = PrefixStore(base, folder: "a/b")
        try await base.put("a/bc", [0], if: .always)
        try await store.put("c", [1], if: .always)
        let found = try await store.listAll("")
        #expect(store.location == "memory://store/a/b" && found.map(\.key) == ["c"])
        let object = try await base.get("a/b/c")
        #expect(object.body == [1])
        await expectFailure(.internal) { _ = try await store.get("../bc") }
        await expectFailure(.internal) { _ = try await store.get("/c") }
    }

    @Test("KillingStore goes off before or after exactly the n-th write", arguments: [1, 2, 3])
    func killing(number: Int) async throws {
        for (point, written) in [(KillPoint.beforeWrite(number), number - 1), (.afterWrite(number), number)] {
            let base = CountingStore(MemoryStore())
            let seen = Mutex<[Int]>([])
            let store = KillingStore(base, point: point) {
                seen.withLock { $0.append(base.counts.puts + base.counts.deletes) }
            }
            try await store.put("a", [1], if: .always)
            _ = try await store.get("a")
            try await store.delete("a")
            try await store.put("b", [1], if: .always)
            #expect(seen.withLock { $0 } == [written])
        }
    }

    @Test("KillingStore counts the writes whose key contains a text")
    func killingByKey() async throws {
        let base = CountingStore(MemoryStore())
        let seen = Mutex<[Int]>([])
        let store = KillingStore(base, point: .afterWrite(2, of: "/data/")) {
            seen.withLock { $0.append(base.counts.puts) }
        }
        for key in ["t/data/1", "t/metadata/1", "t/data/2", "t/data/3"] { try await store.put(key, [1], if: .always) }
        #expect(seen.withLock { $0 } == [3])
    }

    @Test("a KillingStore kills its process with SIGKILL")
    func kills() async {
        await #expect(processExitsWith: .signal(9)) {
            try await KillingStore(MemoryStore(), point: .beforeWrite(1)).put("a", [1], if: .always)
        }
    }

    @Test("kill points as text")
    func killPoints() {
        #expect(KillPoint("kill-before-write:3") == .beforeWrite(3))
        #expect(KillPoint("kill-after-write:12") == .afterWrite(12))
        #expect(KillPoint("kill-after-write:1:t/data/") == .afterWrite(1, of: "t/data/"))
        for text in ["", "kill-after-write", "kill-after-write:", "kill-after-write:0", "kill-after-write:-1", "x:1"] {
            #expect(KillPoint(text) == nil)
        }
    }
}
