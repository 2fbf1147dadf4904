import Foundations
import HTTP
import Testing

@testable import HubSpotAPI

@Suite("AnswerClassifier")
struct AnswerClassifierTests {
    private let now = Timestamp(microseconds: 1_795_600_000_000_000)

    @Test(
        "decides by status",
        arguments: [
            (HTTPResponse.json(200, "{}"), AnswerVerdict.success),
            (.json(207, "{}"), .success),
            (.page(200), .retry(.damagedAnswer, asked: nil)),
            (.json(423, "{}"), .retry(.locked, asked: .seconds(2))),
            (.json(423, "{}", ["Retry-After": "7"]), .retry(.locked, asked: .seconds(7))),
            (.json(477, "", ["Retry-After": "3600"]), .retry(.accountMove, asked: .seconds(3600))),
            (.json(488, #"{"correctHublet":"eu1"}"#), .switchHost(hublet: "eu1")),
            (.json(500, "{}"), .retry(.serverError(500), asked: nil)),
            (.page(502), .retry(.serverError(502), asked: nil)),
            (.json(503, "", ["retry-after": "3"]), .retry(.serverError(503), asked: .seconds(3))),
            (.page(504), .retry(.serverError(504), asked: nil)),
            (.page(524), .retry(.serverError(524), asked: nil)),
        ])
    func byStatus(_ answer: HTTPResponse, _ verdict: AnswerVerdict) {
        #expect(AnswerClassifier.classify(answer, at: now) == verdict)
    }

    @Test(
        "tells the limits apart by policy and waits as long as HubSpot asks",
        arguments: [
            (
                #"{"errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}"#, nil,
                AnswerVerdict.retry(.rateLimited, asked: nil)
            ),
            (#"{"category":"RATE_LIMITS"}"#, nil, .retry(.rateLimited, asked: nil)),
            (#"{"policyName":"SECONDLY"}"#, nil, .retry(.rateLimited, asked: .seconds(1))),
            (#"{"policyName":"TEN_SECONDLY_ROLLING"}"#, "4", .retry(.rateLimited, asked: .seconds(4))),
            (#"{"policyName":"DAILY"}"#, nil, .retry(.dailyLimit, asked: nil)),
            ("<html>", nil, .retry(.rateLimited, asked: nil)),
        ] as [(String, String?, AnswerVerdict)])
    func byPolicy(_ body: String, _ retryAfter: String?, _ verdict: AnswerVerdict) {
        let headers = retryAfter.map { ["Retry-After": $0] } ?? [:]
        #expect(AnswerClassifier.classify(.json(429, body, headers), at: now) == verdict)
    }

    @Test("finds the missing scopes in each wording of a 403 (B102)")
    func scopes() {
        let documented = #"""
            {"category":"MISSING_SCOPES","correlationId":"7be1","errors":[{"message":"One or more …",
             "context":{"requiredGranularScopes":["crm.objects.quotes.read","e-commerce"]}}]}
            """#
        #expect(APIErrorBody(Array(documented.utf8)).requiredScopes == ["crm.objects.quotes.read", "e-commerce"])
        let other =
            #"{"message":"you do not have permissions to view_schema object type LEAD (requires one of [leads-read])"}"#
        #expect(APIErrorBody(Array(other.utf8)).requiredScopes == ["leads-read"])
        guard case .forbidden = AnswerClassifier.classify(.page(403), at: now) else {
            Issue.record("a 403 without JSON is a 403 all the same")
            return
        }
    }

    @Test("a 404 counts as absent only in HubSpot's own words")
    func absence() {
        guard
            case .absent = AnswerClassifier.classify(
                .json(404, #"{"status":"error","message":"resource not found"}"#), at: now),
            case .rejected = AnswerClassifier.classify(.page(404), at: now),
            case .rejected = AnswerClassifier.classify(.json(404, "{}"), at: now)
        else {
            Issue.record("a proxy's 404 must not look like an empty account")
            return
        }
    }
}
