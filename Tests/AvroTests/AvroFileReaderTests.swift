import Avro
import Foundation
import Foundations
import TestSupport
import Testing

@Suite("AvroFileReader")
struct AvroFileReaderTests {
    static let files = [FastAvroFiles.plain, FastAvroFiles.deflated]

    @Test("every type of another implementation's file is read", arguments: files)
    func readsAllTypes(file: String) throws {
        var reader = try AvroFileReader(bytes(file))
        let rows = try reader.readAll().compactMap(\.record)
        #expect(rows.count == 3)
        for (row, k) in zip(rows, [0, 1, 3]) { check(row, k) }
        #expect(rows[0]["next"] == .null)
        check(try #require(rows[1]["next"]?.record), 2)
    }

    @Test("fields are found by Iceberg's id whatever their name")
    func findsByID() throws {
        var reader = try AvroFileReader(bytes(FastAvroFiles.plain))
        #expect(try reader.nextBlock()?.first?.record?[id: 7] == .string("größe 0"))
        #expect(try reader.nextBlock() == nil)
    }

    @Test("a damaged file throws or reads, and never traps", arguments: files, [1, 2, 3] as [UInt64])
    func survivesDamage(file: String, seed: UInt64) {
        let whole = bytes(file)
        var generator = SeededGenerator(seed: seed)
        var refused = 0
        for _ in 0..<4000 {
            var mutant = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&mutant, using: &generator) }
            do {
                var reader = try AvroFileReader(mutant, blockLimit: 1 << 20)
                _ = try reader.readAll()
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2000)
    }

    @Test("a file cut anywhere is refused, or read as one without rows at the header's end")
    func refusesTruncation() {
        let whole = bytes(FastAvroFiles.plain)
        var readable = 0
        for length in 0..<whole.count {
            guard var reader = try? AvroFileReader(Array(whole[..<length])) else { continue }
            guard let rows = try? reader.readAll() else { continue }
            #expect(rows.isEmpty)
            readable += 1
        }
        #expect(readable == 1)
    }

    @Test("counts far beyond the bytes are refused before anything is allocated")
    func boundsCounts() throws {
        for items in ["\"null\"", "\"int\"", "{\"type\":\"fixed\",\"name\":\"f\",\"size\":0}"] {
            var file = try header(schema: "{\"type\":\"array\",\"items\":\(items)}")
            let hugeCount: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
            file += [2, UInt8(hugeCount.count * 2)] + hugeCount + marker
            #expect(throws: AvroError.self) {
                var reader = try AvroFileReader(file)
                _ = try reader.readAll()
            }
        }
    }

    @Test("a block beyond the limit is refused, not inflated")
    func limitsBlocks() throws {
        let schema = try AvroSchema("bytes")
        var writer = AvroFileWriter(schema: schema, syncMarker: marker)
        try writer.append(.bytes([UInt8](repeating: 0, count: 1 << 20)))
        let file = try writer.finish()
        #expect(file.count < 5000)
        var reader = try AvroFileReader(file, blockLimit: 1 << 16)
        #expect(throws: AvroError.self) { _ = try reader.nextBlock() }
    }

    @Test("an unknown codec is named as unsupported")
    func refusesCodec() throws {
        let error = #expect(throws: AvroError.self) { _ = try AvroFileReader(header(schema: "\"int\"", codec: "xz")) }
        #expect(error?.code == .unsupported)
    }

    // MARK: Parts

    private func check(_ row: AvroRecord, _ k: Int) {
        #expect(row["b"] == .boolean(k % 2 == 0))
        #expect(row["i"] == .int(Int32(-k)))
        #expect(row["l"] == .long(1 << 62 - Int64(k)))
        #expect(row["f"] == .float(0.5 * Float(k)))
        #expect(row["d"] == .double(-1.25 * Double(k)))
        #expect(row["by"] == .bytes([UInt8(k), 255]))
        #expect(row["s"] == .string("größe \(k)"))
        #expect(row["fx"] == .bytes(Array("abcd".utf8)))
        #expect(row["e"] == .symbol(k % 2 == 0 ? "A" : "B"))
        #expect(row["a"] == .array(Array(repeating: .bytes(Array("0123".utf8)), count: k)))
        #expect(row["m"] == .map(["x": .long(Int64(k)), "y": .null]))
        #expect(row["u"] == (k % 2 == 0 ? .string("ü") : .null))
        #expect(row["day"] == .int(Int32(20_000 + k)))
    }

    private func bytes(_ base64: String) -> [UInt8] { Data(base64Encoded: base64).map { [UInt8]($0) } ?? [] }

    private let marker = Array("0123456789abcdef".utf8)

    private func header(schema: String, codec: String = "null") throws -> [UInt8] {
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count * 2)] + Array(text.utf8) }
        return [0x4F, 0x62, 0x6A, 1, 4] + text("avro.schema") + text(schema) + text("avro.codec") + text(codec) + [0]
            + marker
    }

    private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &generator)))
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
        }
    }
}
