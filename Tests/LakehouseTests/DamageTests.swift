import Foundations
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("Damage")
struct DamageTests {
    @Test(
        "whatever happens to a table's metadata, manifest list and manifests, we throw or go on, and never trap",
        arguments: 1...4 as ClosedRange<UInt64>)
    func survives(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let table = try plannedTable()
        let whole = try #require(table.metadata).utf8
        var outcomes = (refused: 0, accepted: 0)
        for round in 0..<300 {
            var damaged = table
            let isMetadata = round % 3 == 0
            var bytes = whole
            if isMetadata {
                damage(&bytes, using: &generator)
            } else {
                let path = try #require(table.objects.keys.sorted().randomElement(using: &generator))
                damage(&damaged.objects[path, default: []], using: &generator)
            }
            do {
                damaged.metadata = try TableMetadata(utf8: bytes)
                let schema = try #require(damaged.metadata?.schema)
                let evolved = try TableSchema.evolve(schema, to: petFields + [FieldRequest("new", .date)], key: [])
                let change = TableChange(
                    schema: evolved, partitionColumn: "objecttypeid",
                    operation: round % 2 == 0 ? .replaceAll : .replacePartitions(["0-1"]))
                try damaged.commit(change)
                outcomes.accepted += 1
            } catch {
                outcomes.refused += 1
            }
        }
        #expect(outcomes.refused > 60 && outcomes.accepted > 0)
    }

    @Test("numbers at their limits are refused, not counted over")
    func refusesLimits() throws {
        let text = String(decoding: try #require(plannedTable().metadata).utf8, as: UTF8.self)
        for (name, value) in [
            ("last-column-id", "4"), ("last-sequence-number", "3"), ("current-schema-id", "0"),
            ("last-updated-ms", "1795600800000"),
        ] {
            for limit in ["9223372036854775807", "2147483647", "-9223372036854775808", "1e3"] {
                let changed = text.replacing("\"\(name)\":\(value)", with: "\"\(name)\":\(limit)")
                #expect(changed != text)
                guard let metadata = try? TableMetadata(utf8: Array(changed.utf8)), let schema = metadata.schema else {
                    continue
                }
                _ = try? TableSchema.evolve(schema, to: petFields + [FieldRequest("new", .date)], key: [])
                _ = metadata.utf8
            }
        }
        #expect(testFolder.version(ofKey: "pets/metadata/v9223372036854775807.metadata.json") == nil)
    }

    private func plannedTable() throws -> PlannedTable {
        var table = PlannedTable()
        for (index, operation) in [TableChange.Operation.append, .append, .replacePartitions(["0-1"])].enumerated() {
            let files = ["0-1", index < 2 ? "0-2" : "0-1"].enumerated().map {
                paperFile("f\(index)-\($0)", partition: $1)
            }
            try table.commit(
                TableChange(
                    schema: petSchema(), partitionColumn: "objecttypeid", operation: operation, addedFiles: files))
        }
        return table
    }

    private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = UInt8.random(in: 48...57, using: &generator)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
            default: bytes.insert(contentsOf: Array("99999999999".utf8), at: place)
            }
        }
    }
}
