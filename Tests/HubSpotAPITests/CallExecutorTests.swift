import CRM
import Foundations
import HTTP
import HubSpotAPI
import Synchronization
import TestSupport
import Testing

/// How one call is carried through trouble; the account's details stand for any call.
@Suite("CallExecutor")
struct CallExecutorTests {
    private let account = HTTPResponse.json(200, #"{"portalId":4242,"timeZone":"Europe/Oslo"}"#)

    @Test("sends the token, asks for gzip and says who it is")
    func headers() async throws {
        let transport = AnsweringTransport(account)
        let found = try await HubSpotClient.testing(transport).account()
        #expect(found.portalID == 4242)
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://api.hubapi.com/account-info/2026-03/details")
        #expect(request.header("Authorization") == "Bearer pat-na1-secret-0123456789")
        #expect(request.header("Accept-Encoding") == "gzip")
        #expect(request.header("User-Agent")?.hasPrefix("hublake/") == true)
    }

    @Test(
        "B100: pages, fragments and failures of the server are asked for again",
        arguments: [
            (HTTPResponse.page(502), WaitReason.serverError), (.page(200), .damagedAnswer),
            (.json(500, "{}"), .serverError),
            (.json(503, ""), .serverError), (.page(524), .serverError), (.json(423, "{}"), .locked),
            (.json(200, #"{"portalId":42"#), .damagedAnswer), (.json(200, ""), .damagedAnswer),
            (.json(477, "", ["Retry-After": "30"]), .accountMove),
        ])
    func retried(_ trouble: HTTPResponse, _ reason: WaitReason) async throws {
        let transport = AnsweringTransport(trouble, trouble, account)
        let client = HubSpotClient.testing(transport)
        #expect(try await client.account().portalID == 4242)
        #expect(transport.requests.count == 3)
        #expect(client.calls.retries == 2)
        #expect(Set(client.calls.waits.keys) == [reason])
        #expect((client.calls.waitSeconds[reason] ?? 0) > 0)
    }

    @Test("B110: one failure in fifty does not end a chain of 5,000 calls")
    func rareFailures() async throws {
        let generator = Mutex(SeededGenerator(seed: 5))
        let account = account
        let transport = AnsweringTransport { _, _ in
            generator.withLock { Int.random(in: 0..<50, using: &$0) } == 0 ? .json(500, "{}") : account
        }
        let client = HubSpotClient.testing(transport)
        for _ in 0..<5_000 { _ = try await client.account() }
        #expect(client.calls.calls - client.calls.retries == 5_000)
        #expect((50...200).contains(client.calls.retries))
    }

    @Test("a connection that breaks is tried again, a wrong certificate file is not")
    func network() async throws {
        let account = account
        let flaky = AnsweringTransport { _, index in
            if index == 0 { throw Failure(.transient, "cannot reach HubSpot", why: "connection reset") }
            return account
        }
        let client = HubSpotClient.testing(flaky)
        #expect(try await client.account().portalID == 4242)
        #expect(client.calls.waits[.network] != nil)
        let broken = AnsweringTransport { _, _ in
            throw Failure(.configuration, "cannot read the certificates", why: "no file")
        }
        #expect(await failure { _ = try await HubSpotClient.testing(broken).account() }?.kind == .configuration)
        #expect(broken.requests.count == 1)
    }

    @Test("gives up after a quarter of an hour of outage, with HubSpot's words and the correlation id")
    func outage() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let transport = AnsweringTransport(.json(503, #"{"message":"Down for a while","correlationId":"0f2c71d4"}"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport, clock: clock).account() }
        #expect(failure?.kind == .transient)
        #expect(failure?.why.contains("Down for a while") == true && failure?.why.contains("0f2c71d4") == true)
        #expect((600...900).contains(clock.seconds(since: start)))
    }

    @Test("an account that is away for a day is not waited for")
    func accountMove() async {
        let transport = AnsweringTransport(.json(477, "", ["Retry-After": "86400"]))
        let failure = await failure { _ = try await HubSpotClient.testing(transport).account() }
        #expect(failure?.kind == .transient)
        #expect(failure?.why.contains("86400") == true)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "429 waits as long as asked, out the window that is used up, or a second; the wait is told",
        arguments: [
            ([:], 1), (["Retry-After": "25"], 25),
            (["X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Remaining": "0"], 10),
            (["X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Remaining": "7"], 1),
        ] as [([String: String], Double)])
    func rateLimited(_ headers: [String: String], _ seconds: Double) async throws {
        let clock = ManualClock()
        let start = clock.now()
        let transport = AnsweringTransport(.json(429, #"{"policyName":"TEN_SECONDLY_ROLLING"}"#, headers), account)
        let client = HubSpotClient.testing(transport, clock: clock)
        _ = try await client.account()
        #expect((seconds...seconds + 1).contains(clock.seconds(since: start)))
        #expect(client.calls.rateLimitedAnswers == 1)
        #expect(client.calls.waits.keys.map(\.self) == [.rateLimited])
    }

    @Test("call after call refused, the waits grow")
    func rateLimitedAgain() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let account = account
        let refusal = HTTPResponse.json(429, #"{"policyName":"TEN_SECONDLY_ROLLING"}"#)
        let transport = AnsweringTransport { _, index in index < 6 ? refusal : account }
        let client = HubSpotClient.testing(transport, clock: clock)
        _ = try await client.account()
        // One second twice, then 1, 2, 4 and 8, and up to a second of jitter on top of each.
        #expect((17...60).contains(clock.seconds(since: start)))
        #expect(client.calls.rateLimitedAnswers == 6)
    }

    @Test("limits met for too long end in a failure that says so")
    func rateLimitedForEver() async {
        let transport = AnsweringTransport(
            .json(429, #"{"message":"You have reached your limit.","correlationId":"11aa"}"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport).account() }
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.why.contains("11aa") == true)
    }

    @Test("the day's limit stops all calls at once, and a quarter of an hour later one asks again")
    func daily() async throws {
        let clock = ManualClock()
        let account = account
        let transport = AnsweringTransport { _, index in index == 0 ? .json(429, #"{"policyName":"DAILY"}"#) : account }
        let client = HubSpotClient.testing(transport, clock: clock)
        for _ in 0..<3 { #expect(await failure { _ = try await client.account() }?.kind == .rateLimited) }
        #expect(await failure { _ = try await client.owners() }?.kind == .rateLimited)
        #expect(transport.requests.count == 1)
        try await clock.sleep(for: .seconds(901))
        #expect(try await client.account().portalID == 4242)
    }

    @Test("B096: every attempt asks for the token of its time")
    func tokenPerAttempt() async throws {
        let clock = ManualClock()
        let transport = AnsweringTransport(.json(503, "", ["Retry-After": "30"]), account)
        let token = ExpiringToken(clock: clock, lifetime: 20)
        _ = try await HubSpotClient.testing(transport, token: token, clock: clock).account()
        #expect(transport.requests.map { $0.header("Authorization") } == ["Bearer token-0", "Bearer token-1"])
    }

    @Test("a refused token is renewed once, then the refusal stands")
    func renewal() async {
        let transport = AnsweringTransport(.json(401, #"{"category":"INVALID_AUTHENTICATION","correlationId":"c1"}"#))
        let token = ExpiringToken(clock: ManualClock(), lifetime: 20)
        let failure = await failure { _ = try await HubSpotClient.testing(transport, token: token).account() }
        #expect(failure?.kind == .authorization)
        #expect(transport.requests.count == 2)
    }

    @Test("a static token that HubSpot refuses is named, with what to do, and never shown (B109)")
    func badToken() async throws {
        let transport = AnsweringTransport(
            .json(401, #"{"message":"The token pat-na1-secret-0123456789 is wrong","correlationId":"c1"}"#))
        let failure = try #require(await failure { _ = try await HubSpotClient.testing(transport).account() })
        #expect(failure.kind == .authorization)
        #expect(failure.why.contains("HUBSPOT_TOKEN") && failure.why.contains("c1"))
        #expect(failure.remedy?.contains("service key") == true)
        #expect(!"\(failure)".contains("secret"))
        #expect(transport.requests.count == 1)
        var dumped = ""
        dump(StaticHubSpotToken("pat-na1-secret-0123456789"), to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    @Test("B102: a missing scope is named in the failure and as a value")
    func missingScope() async throws {
        let body = #"""
            {"status":"error","message":"This app hasn't been granted all required scopes","correlationId":"7be1",
             "errors":[{"context":{"requiredGranularScopes":["crm.objects.owners.read"]}}],"category":"MISSING_SCOPES"}
            """#
        let transport = AnsweringTransport(.json(403, body))
        let failure = try #require(await failure { _ = try await HubSpotClient.testing(transport).owners() })
        #expect(failure.kind == .authorization)
        #expect(failure.missingPermissions == ["crm.objects.owners.read"])
        #expect(failure.remedy?.contains("crm.objects.owners.read") == true)
        #expect(failure.why.contains("7be1"))
        #expect(transport.requests.count == 1)
    }

    @Test("an account in another region is found there, by one call and by all that follow")
    func region() async throws {
        let account = account
        let transport = AnsweringTransport { request, _ in
            request.url.hasPrefix("https://api-eu1.hubapi.com/") ? account : .json(488, #"{"correctHublet":"eu1"}"#)
        }
        let client = HubSpotClient.testing(transport)
        for _ in 0..<2 { _ = try await client.account() }
        #expect(transport.requests.count == 3)
    }

    @Test(
        "the token goes to no host that is not HubSpot's, and not round in circles",
        arguments: [
            ("https://example.com", "eu1"), ("https://api.hubapi.com", "evil.example/"),
            ("https://api-eu1.hubapi.com", "eu1"),
        ])
    func noOtherHost(_ baseURL: String, _ hublet: String) async {
        let transport = AnsweringTransport(.json(488, #"{"correctHublet":"\#(hublet)"}"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport, baseURL: baseURL).account() }
        #expect(failure?.kind == .configuration)
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix(baseURL) })
    }

    @Test("an answer of another shape is not asked for again")
    func shape() async {
        let transport = AnsweringTransport(.json(200, #"{"portal":1}"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport).account() }
        #expect(failure?.kind == .invalidData)
        #expect(transport.requests.count == 1)
    }

    @Test("a damaged answer is given up after four attempts, with the byte where it is damaged")
    func damaged() async {
        let transport = AnsweringTransport(.json(200, #"{"portalId":"#))
        let failure = await failure { _ = try await HubSpotClient.testing(transport).account() }
        #expect(failure?.kind == .invalidData)
        #expect(failure?.why.contains("byte 12") == true)
        #expect(transport.requests.count == 4)
    }

    @Test("counts calls by budget and by endpoint")
    func ledger() async throws {
        let account = account
        let transport = AnsweringTransport { request, _ in
            request.path.hasSuffix("labels") ? .json(200, #"{"results":[]}"#) : account
        }
        let client = HubSpotClient.testing(transport)
        for _ in 0..<3 { _ = try await client.account() }
        _ = try await client.associationDefinitions(.init(from: .contacts, to: .deals))
        #expect(client.calls.callsByBudget == [.general: 3, .associations: 1])
        #expect(
            client.calls.callsByEndpoint == [
                "GET /account-info/{version}/details": 3, "GET /crm/associations/{version}/{from}/{to}/labels": 1,
            ])
        #expect(client.calls.receivedBytes == 3 * account.body.count + 14)
    }

    @Test("a cancelled task ends in cancellation, not in a retry")
    func cancellation() async {
        let transport = AnsweringTransport(.json(503, ""))
        let task = Task { try await HubSpotClient.testing(transport).account() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// A token that is another one after each lifetime, and after each renewal.
private final class ExpiringToken: HubSpotToken {
    let name = "the test's token"
    private let clock: ManualClock
    private let start: Timestamp
    private let lifetime: Double
    private let renewals = Mutex(0)

    init(clock: ManualClock, lifetime: Double) {
        self.clock = clock
        self.lifetime = lifetime
        start = clock.now()
    }

    func current() async throws -> String {
        "token-\(Int(clock.seconds(since: start) / lifetime) + renewals.withLock { $0 })"
    }

    func renew(after token: String) async throws -> Bool {
        renewals.withLock { $0 += 1 }
        return true
    }
}
