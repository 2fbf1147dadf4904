import CRM
import Foundation
import Foundations
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("RecordPageDecoder")
struct RecordPageDecoderTests {
    private func decode(_ text: String, _ names: [String]) throws(JSONError) -> RecordListAnswer {
        try RecordPageDecoder(propertyNames: names).decode(Array(text.utf8))
    }

    @Test("puts values where their names are asked for, whatever HubSpot's order")
    func alignment() throws {
        let answer = try decode(
            #"""
            {"results":[
              {"id":"101","properties":{"c":"3","a":"1","b":"2"},"createdAt":"2026-01-02T03:04:05.006Z",
               "updatedAt":"2026-02-03T04:05:06Z","archived":false},
              {"properties":{"c":"33","b":"22","a":"11"},"id":"102","archived":true,"archivedAt":"2026-03-01T00:00:00Z"}],
             "paging":{"next":{"after":"103","link":"x"}}}
            """#, ["a", "b", "c"])
        #expect(answer.page.propertyNames == ["a", "b", "c"])
        #expect(answer.page.records.map(\.values) == [["1", "2", "3"], ["11", "22", "33"]])
        #expect(answer.page.records.map(\.id) == [101, 102])
        #expect(answer.page.records[0].createdAt == Timestamp(iso8601: "2026-01-02T03:04:05.006Z"))
        #expect(answer.page.records[1].isArchived)
        #expect(answer.page.records[1].archivedAt == Timestamp(iso8601: "2026-03-01T00:00:00Z"))
        #expect(answer.after == "103")
    }

    @Test("tells null and absent from empty")
    func emptiness() throws {
        let answer = try decode(
            #"{"results":[{"id":"1","properties":{"a":"","b":null}},{"id":"2"},{"id":"3","properties":null}]}"#,
            ["a", "b", "c"])
        #expect(answer.page.records.map(\.values) == [["", nil, nil], [nil, nil, nil], [nil, nil, nil]])
        #expect(answer.after == nil)
    }

    @Test("keeps a number, a boolean or a structure as its text where text is documented")
    func literals() throws {
        let answer = try decode(
            #"{"results":[{"id":7,"properties":{"n":12.50,"t":true,"s":{"x": [1]},"e":1e3}}]}"#, ["n", "t", "s", "e"])
        #expect(answer.page.records[0].values == ["12.50", "true", #"{"x": [1]}"#, "1e3"])
    }

    @Test("counts values of properties that nobody asked for, but not their nulls (B038)")
    func unrequested() throws {
        let answer = try decode(
            #"{"results":[{"id":"1","properties":{"a":"1","x":"2","y":null,"z":{"q":[]}}}]}"#, ["a"])
        #expect(answer.page.unrequestedValues == 2)
        #expect(answer.page.records[0].values == ["1"])
    }

    @Test("B011: ids beyond 2^53 are exact, as text and as number")
    func bigIDs() throws {
        let answer = try decode(
            #"{"results":[{"id":"9007199254740993","properties":{"hs_object_id":"9007199254740993"}},{"id":9223372036854775807}]}"#,
            ["hs_object_id"])
        #expect(answer.page.records.map(\.id) == [9_007_199_254_740_993, Int64.max])
        #expect(answer.page.records[0].values == ["9007199254740993"])
    }

    @Test("B018: a page with half an emoji has all its rows, and the text is counted")
    func surrogates() throws {
        let answer = try decode(
            #"{"results":[{"id":"1","properties":{"note":"ok \ud83d"}},{"id":"2","properties":{"note":"fine"}}]}"#,
            ["note"])
        #expect(answer.page.records.map(\.values) == [["ok \u{FFFD}"], ["fine"]])
        #expect(answer.page.repairedTexts == 1)
    }

    @Test("B020: times with 0 to 3 fraction digits are the same instants")
    func times() throws {
        let answer = try decode(
            #"""
            {"results":[{"id":"1","updatedAt":"2025-01-01T00:00:00Z"},{"id":"2","updatedAt":"2025-01-01T00:00:00.5Z"},
            {"id":"3","updatedAt":"2025-01-01T00:00:00.500Z"},{"id":"4","updatedAt":1735689600500},{"id":"5","updatedAt":"soon"}]}
            """#, [])
        let times = answer.page.records.map(\.updatedAt)
        #expect(times[1] == times[2] && times[2] == times[3])
        #expect(times[0].map { $0.adding(microseconds: 500_000) } == times[1])
        #expect(times[4] == nil)
    }

    @Test("B022: ignores keys it does not know, everywhere")
    func unknownKeys() throws {
        let answer = try decode(
            #"""
            {"flavour":[{"a":1}],"results":[{"id":"1","properties":{},"createdAt":"2025-01-01T00:00:00Z",
            "updatedAt":"2025-01-01T00:00:00Z","archived":false,"flavour":{"a":1}}],
            "paging":{"next":{"after":"1","link":"x","hint":true}},"ttl":5}
            """#, ["a"])
        #expect(answer.page.records.count == 1)
        #expect(answer.after == "1")
    }

    @Test("B033: names with blanks or control characters are names like any other")
    func oddNames() throws {
        let names = [" region", "region", "zone\t1", "a\"b", "naïve"]
        let answer = try decode(
            #"{"results":[{"id":"1","properties":{" region":"N","region":"S","zone\t1":"x","a\"b":"q","na\u00efve":"u"}}]}"#,
            names)
        #expect(answer.page.records[0].values == ["N", "S", "x", "q", "u"])
        #expect(answer.page.unrequestedValues == 0)
    }

    @Test("an answer without results, or a record without an id, is an error and not an empty page")
    func shape() {
        for text in [
            #"{"status":"COMPLETE"}"#, #"{"results":[{"properties":{}}]}"#, #"{"results":{}}"#, "[]",
            #"{"results":[{"id":"x"}]}"#,
        ] {
            let error = #expect(throws: JSONError.self) { try decode(text, ["a"]) }
            #expect(error?.kind == .shape)
        }
    }

    @Test("reads errors whatever the status says")
    func problems() throws {
        let answer = try decode(
            #"""
            {"status":"COMPLETE","results":[{"id":"1"}],"numErrors":1,
             "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["2",3]}},{"category":"ODD","subCategory":{"x":1}}]}
            """#, [])
        #expect(answer.problems.map(\.ids) == [[2, 3], []])
        #expect(answer.problems.map(\.meansNone) == [true, false])
    }

    @Test("agrees with Foundation's decoder on generated pages")
    func agreesWithFoundation() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let names = (0..<20).map { "p\($0)" }
            let text = Self.randomPage(names: names, using: &generator)
            let ours = try decode(text, names).page.records
            let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let theirs = try #require(document?["results"] as? [[String: Any]])
            #expect(ours.count == theirs.count)
            for (record, expected) in zip(ours, theirs) {
                let properties = try #require(expected["properties"] as? [String: Any])
                #expect(String(record.id) == expected["id"] as? String)
                #expect(record.values == names.map { properties[$0] as? String })
            }
        }
    }

    @Test("never traps on damaged pages")
    func fuzz() {
        var generator = SeededGenerator(seed: 11)
        let names = (0..<6).map { "p\($0)" }
        var refused = 0
        for _ in 0..<1_500 {
            var bytes = Array(Self.randomPage(names: names, using: &generator).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, using: &generator) }
            do {
                let answer = try RecordPageDecoder(propertyNames: names).decode(bytes)
                for record in answer.page.records { #expect(record.values.count == names.count) }
            } catch {
                refused += 1
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect(refused > 500)
    }

    private static func randomPage(names: [String], using generator: inout SeededGenerator) -> String {
        let values = ["null", "\"\"", "\"12.50\"", #""a \"quoted\" \u00e9 text""#, "\"日本\"", #""\ud83d\ude00\n""#]
        let records = (1...4).map { id in
            let chosen = names.filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
            let members = chosen.map { "\"\($0)\":\(values.randomElement(using: &generator) ?? "null")" }
            return #"{"id":"\#(id)","properties":{\#(members.joined(separator: ","))},"archived":false}"#
        }
        return #"{"results":[\#(records.joined(separator: ","))]}"#
    }
}
