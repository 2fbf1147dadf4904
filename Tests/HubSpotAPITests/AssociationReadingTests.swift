import CRM
import Foundation
import Foundations
import HTTP
import HubSpotAPI
import Synchronization
import Testing

@Suite("Reading associations")
struct AssociationReadingTests {
    private let pair = AssociationPair(from: .companies, to: .contacts)

    /// What the inputs of a batch read ask for.
    private static func inputs(_ request: HTTPRequest) -> [(id: Int64, after: String?)] {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        return (document?["inputs"] as? [[String: String]] ?? []).map { (Int64($0["id"] ?? "") ?? 0, $0["after"]) }
    }

    private static func result(_ id: Int64, to targets: [Int64], after: String? = nil) -> String {
        let types = #"[{"category":"HUBSPOT_DEFINED","typeId":280,"label":null}]"#
        let to = targets.map { #"{"toObjectId":\#($0),"associationTypes":\#(types)}"# }.joined(separator: ",")
        let paging = after.map { #","paging":{"next":{"after":"\#($0)"}}"# } ?? ""
        return #"{"from":{"id":"\#(id)"},"to":[\#(to)]\#(paging)}"#
    }

    @Test("one association per record pair and type, with labels, ids exact as number and as text (B011)")
    func types() async throws {
        let transport = AnsweringTransport(
            .json(
                207,
                #"""
                {"status":"COMPLETE","results":[{"to":[{"associationTypes":[
                   {"category":"HUBSPOT_DEFINED","typeId":1,"label":"Primary"},{"category":"USER_DEFINED","typeId":152,"label":"Installer"},
                   {"category":"INTEGRATOR_DEFINED","typeId":"7","label":null,"new":1}],"toObjectId":9007199254740995},
                   {"toObjectId":"900","associationTypes":[{"category":"WORK","typeId":3}]}],
                  "from":{"id":9007199254740993}}],
                 "numErrors":7,"errors":[{"category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",
                  "context":{"fromObjectId":["103"]}}]}
                """#))
        let found = try await HubSpotClient.testing(transport).associations(pair, from: [9_007_199_254_740_993, 103])
        #expect(found.allSatisfy { $0.fromID == 9_007_199_254_740_993 })
        #expect(found.map(\.toID) == [9_007_199_254_740_995, 9_007_199_254_740_995, 9_007_199_254_740_995, 900])
        #expect(found.map(\.category) == [.hubSpotDefined, .userDefined, .integratorDefined, .work])
        #expect(found.map(\.typeID) == [1, 152, 7, 3])
        #expect(found.map(\.label) == ["Primary", "Installer", nil, nil])
        #expect(transport.requests.first?.path == "/crm/associations/2026-03/0-2/0-1/batch/read")
    }

    @Test("B077: every record's own cursor is followed to its end, together with fresh ids")
    func paging() async throws {
        let transport = AnsweringTransport { request, _ in
            let results = Self.inputs(request).map { input in
                switch (input.id, input.after) {
                case (1, nil): Self.result(1, to: Array(1_000..<1_500), after: "X")
                case (1, "X"): Self.result(1, to: Array(1_500..<2_000), after: "Y")
                case (1, "Y"): Self.result(1, to: Array(2_000..<2_250))
                case (let id, _): Self.result(id, to: [1, 2, 3])
                }
            }
            return .json(200, #"{"results":[\#(results.joined(separator: ","))]}"#)
        }
        var limits = HubSpotLimits()
        limits.associationInputs = 2
        limits.parallelAssociationReads = 1
        let client = HubSpotClient.testing(transport, limits: limits)
        let found = try await client.associations(pair, from: [1, 2, 3, 4])
        #expect(Set(found.filter { $0.fromID == 1 }.map(\.toID)) == Set(1_000..<2_250))
        #expect(found.count == 1_250 + 3 * 3)
        #expect(transport.requests.map { Self.inputs($0).map(\.id) } == [[1, 2], [1, 3], [1, 4]])
    }

    @Test("pages are pulled: a round of parallel batches is read when it is asked for, and not before")
    func pull() async throws {
        let transport = AnsweringTransport { request, _ in
            .json(
                200,
                #"{"results":[\#(Self.inputs(request).map { Self.result($0.id, to: [7]) }.joined(separator: ","))]}"#)
        }
        var iterator = HubSpotClient.testing(transport).associationPages(pair, from: Array(1...6_000))
            .makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        var found = try #require(try await iterator.next())
        #expect(found.count == 1_000 && transport.requests.count == 4)
        while let page = try await iterator.next() { found += page }
        #expect(found.map(\.fromID) == Array(1...6_000))
        #expect(transport.requests.count == 6)
    }

    @Test("a call goes out as soon as its ids are known, and full but for the last")
    func growingIDs() async throws {
        let transport = AnsweringTransport { request, _ in
            .json(
                200,
                #"{"results":[\#(Self.inputs(request).map { Self.result($0.id, to: [7]) }.joined(separator: ","))]}"#)
        }
        var limits = HubSpotLimits()
        limits.associationInputs = 10
        // Asked for the nth time, the ids up to this one are known, and as many as must be.
        let known = Mutex([13, 17, 48, 48, 57, 57])
        let pages = HubSpotClient.testing(transport, limits: limits).associationPages(pair) { positions, least in
            let end = min(57, max(known.withLock { $0.isEmpty ? 57 : $0.removeFirst() }, positions.lowerBound + least))
            return positions.clamped(to: 0..<end).map { Int64($0 + 1) }
        }
        var found: [Association] = []
        for try await page in pages { found += page }
        #expect(found.map(\.fromID) == Array(1...57))
        #expect(transport.requests.map { Self.inputs($0).count } == [10, 10, 10, 10, 10, 7])
    }

    @Test("a record's cursor that does not advance is a failure")
    func stuckPaging() async {
        let transport = AnsweringTransport(.json(200, #"{"results":[\#(Self.result(1, to: [5], after: "X"))]}"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport).associations(pair, from: [1]) }
        #expect(failure?.kind == .invalidData)
        #expect(transport.requests.count == 2)
    }

    @Test("207 and 404 mean none, but an error of another kind is not none (B107)")
    func none() async throws {
        let absent = AnsweringTransport(
            .json(404, #"{"status":"error","category":"OBJECT_NOT_FOUND","message":"none"}"#))
        #expect(try await HubSpotClient.testing(absent).associations(pair, from: [1, 2]).isEmpty)
        let proxy = AnsweringTransport(.page(404))
        #expect(
            await failure { _ = try await HubSpotClient.testing(proxy).associations(pair, from: [1]) }?.kind
                == .configuration)
        let partial = AnsweringTransport(
            .json(207, #"{"results":[],"errors":[{"category":"INTERNAL_ERROR","message":"oops"}]}"#))
        #expect(
            await failure { _ = try await HubSpotClient.testing(partial).associations(pair, from: [1]) }?.kind
                == .transient)
    }

    @Test("B092: when HubSpot takes fewer inputs than before, the calls get smaller and nothing is lost")
    func tooManyInputs() async throws {
        let transport = AnsweringTransport { request, _ in
            let inputs = Self.inputs(request)
            if inputs.count > 100 { return .json(400, #"{"message":"Too many inputs: the maximum is 100"}"#) }
            return .json(200, #"{"results":[\#(inputs.map { Self.result($0.id, to: [7]) }.joined(separator: ","))]}"#)
        }
        let client = HubSpotClient.testing(transport)
        let found = try await client.associations(pair, from: Array(1...2_500))
        #expect(found.map(\.fromID).sorted() == Array(1...2_500))
        let refused = transport.requests.count { Self.inputs($0).count > 100 }
        // From 1,000 to 62 in four steps, before each of which a round asks up to four times.
        #expect((4...16).contains(refused))
        _ = try await client.associations(pair, from: Array(1...500))
        #expect(transport.requests.count { Self.inputs($0).count > 100 } == refused)
    }

    @Test("at most a thousand ids go into one call, and no call is made for none")
    func batches() async throws {
        let transport = AnsweringTransport(.json(200, #"{"results":[]}"#))
        let client = HubSpotClient.testing(transport)
        _ = try await client.associations(pair, from: Array(1...2_001))
        #expect(transport.requests.map { Self.inputs($0).count }.sorted() == [1, 1_000, 1_000])
        _ = try await client.associations(pair, from: [])
        #expect(transport.requests.count == 3)
    }

    @Test("the types of a pair are read; a pair that cannot be has none")
    func definitions() async throws {
        let transport = AnsweringTransport(
            .json(
                200,
                #"{"results":[{"category":"HUBSPOT_DEFINED","typeId":279,"label":null},{"category":"USER_DEFINED","typeId":"37","label":"Boss"}]}"#
            ))
        let definitions = try await HubSpotClient.testing(transport).associationDefinitions(pair)
        #expect(definitions.map(\.typeID) == [279, 37])
        #expect(definitions.map(\.label) == [nil, "Boss"])
        #expect(definitions.allSatisfy { $0.pair == pair })
        let none = AnsweringTransport(.json(400, #"{"status":"error","message":"no such pair"}"#))
        #expect(try await HubSpotClient.testing(none).associationDefinitions(pair).isEmpty)
        let closed = AnsweringTransport(.json(403, #"{"category":"MISSING_SCOPES"}"#))
        #expect(
            await failure { _ = try await HubSpotClient.testing(closed).associationDefinitions(pair) }?.kind
                == .authorization)
    }
}
