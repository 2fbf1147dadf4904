import Foundation
import Foundations
import Testing

@testable import Simulator

@Suite("AccountGenerator")
struct AccountGeneratorTests {
    @Test("the same seed gives the same bytes, another seed gives others")
    func determinism() throws {
        let once = try bytes(seed: 7)
        #expect(try bytes(seed: 7) == once)
        #expect(try bytes(seed: 8) != once)
    }

    @Test("an account has as many live records as asked for, ascending by unique ids, some beyond 2^53")
    func counts() throws {
        let account = AccountGenerator(SimulatorSettings()).account()
        for (type, count) in zip(account.types, [300, 60, 120, 40]) {
            let table = account.table(type)
            let ids = table.live.map(\.id)
            #expect(ids.count == count)
            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
            #expect(ids.contains { $0 > 1 << 53 })
            #expect(table.archived.count >= 3)
            #expect(table.archived.allSatisfy { $0.archivedAt != nil })
            #expect(Set(ids).isDisjoint(with: table.archived.map(\.id)))
            #expect(table.live.allSatisfy { $0.createdAt <= $0.updatedAt && $0.updatedAt.microseconds % 1000 == 0 })
        }
    }

    @Test("associations join live records, mirror each other, and name one primary company at most")
    func associations() throws {
        let account = AccountGenerator(SimulatorSettings()).account()
        for (pair, table) in account.associations {
            let live = Set(account.tables[pair.from]?.live.map(\.id) ?? [])
            #expect(Set(table.links.keys).isSubset(of: live))
            let mirror = try #require(account.associations[pair.reversed])
            for (source, links) in table.links {
                #expect(zip(links, links.dropFirst()).allSatisfy { $0.target < $1.target })
                for link in links {
                    #expect(table.kinds(of: link).first?.label == nil)
                    #expect(mirror.links[link.target]?.first { $0.target == source }?.mask == link.mask)
                }
                let primaries = links.filter { table.kinds(of: $0).contains { $0.label == "Primary" } }
                if pair == TypePair(from: "0-1", to: "0-2") { #expect(primaries.count <= 1) }
            }
        }
    }

    @Test("values come in all the spellings that break readers")
    func adversarialValues() throws {
        let account = AccountGenerator(SimulatorSettings()).account()
        var texts: Set<String> = []
        var hasNull = false
        var longest = 0
        for type in account.types {
            for record in account.table(type).live {
                for property in type.properties where !property.isArchived {
                    guard let value = account.value(property, of: record, in: type) else {
                        hasNull = true
                        continue
                    }
                    longest = max(longest, value.utf8.count)
                    texts.insert(value)
                }
            }
        }
        for expected in [
            "", "51820.0", "1e3", "-0", "9007199254740993", "\u{0}", "שלום עולם", "école", "line one\nline two",
        ] {
            #expect(texts.contains(expected), "\(expected)")
        }
        #expect(hasNull)
        #expect(longest >= 60_000)
        #expect(texts.contains { $0.hasPrefix("-") && Int64($0) ?? 0 < -1_000_000_000 })
        #expect(texts.contains { $0.wholeMatch(of: /19[0-6]\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil })
        #expect(!Set(ValueMaker.numberMisfits + ValueMaker.dateMisfits).isDisjoint(with: texts))
    }

    @Test("without misfits every number, date and bool fits its type")
    func noMisfits() {
        let maker = ValueMaker(seed: 7, misfitShare: 0)
        let all = PropertyCatalogue(ownerIDs: ["1"]).contacts
        for property in all where ["number", "bool", "date"].contains(property.type) {
            for row in 0..<300 as Range<UInt64> {
                guard let text = maker.value(property, typeNumber: 1, row: row), !text.isEmpty else { continue }
                switch property.type {
                case "number": #expect(Double(text)?.isFinite == true, "\(property.name): \(text)")
                case "bool": #expect(text == "true" || text == "false")
                default: #expect(Int64(text) != nil || text.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil, "\(text)")
                }
            }
        }
    }

    private func bytes(seed: UInt64) throws -> [UInt8] {
        var settings = SimulatorSettings()
        settings.seed = seed
        let truth = Simulation(settings).truth
        return try truth.names.flatMap { name in try #require(truth.rows(name)).flatMap(\.bytes) }
    }
}
