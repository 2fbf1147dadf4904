import CRM
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("CurrentIDs")
struct CurrentIDsTests {
    @Test("B074: a record is itself, the one that it was merged into, or nowhere")
    func kinds() async throws {
        let transport = AnsweringTransport { request, _ in
            switch request.path {
            case "/crm/objects/2026-03/deals/1": .json(200, #"{"id":"1","properties":{}}"#)
            case "/crm/objects/2026-03/deals/2": .json(200, #"{"id":"9007199254740993","properties":{}}"#)
            default: .json(404, #"{"status":"error","message":"resource not found","category":"OBJECT_NOT_FOUND"}"#)
            }
        }
        let deals = try #require(StandardObjectTypes.named("deals"))
        let current = try await HubSpotClient.testing(transport).currentIDs(of: deals, [1, 2, 3])
        #expect(current == [1: 1, 2: 9_007_199_254_740_993])
        #expect(transport.requests.count == 3)
    }

    @Test("where HubSpot refuses to say, nothing is said")
    func refused() async throws {
        let deals = try #require(StandardObjectTypes.named("deals"))
        let transport = AnsweringTransport(.json(403, #"{"category":"MISSING_SCOPES","message":"scopes"}"#))
        let refusal = await failure { _ = try await HubSpotClient.testing(transport).currentIDs(of: deals, [1]) }
        #expect(refusal?.kind == .authorization)
        let odd = AnsweringTransport(.json(200, #"{"properties":{}}"#))
        let unread = await failure { _ = try await HubSpotClient.testing(odd).currentIDs(of: deals, [1]) }
        #expect(unread?.kind == .invalidData)
    }
}
