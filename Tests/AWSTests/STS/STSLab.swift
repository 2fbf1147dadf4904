import AWS
import Foundations
import HTTP
import TestSupport

/// An STS client whose network is a script and whose clock does not run.
final class STSLab: Sendable {
    let transport: ScriptedTransport
    let clock: ManualClock
    let keys = CountedKeys()
    let client: STSClient

    init(
        _ answers: [ScriptedTransport.Answer], region: String = "eu-west-1", now: String = "2026-11-25T10:00:00Z",
        fallback: ScriptedTransport.Answer? = nil
    ) throws {
        transport = ScriptedTransport(answers: answers, fallback: fallback)
        clock = ManualClock(Timestamp(iso8601: now) ?? Timestamp(microseconds: 0))
        client = STSClient(
            endpoint: try STSEndpoint(region: region), credentials: keys, transport: transport, clock: clock,
            random: { 0.5 })
    }

    /// The forms that were posted.
    var forms: [[String: String]] { transport.requests.map(\.form) }
}

extension HTTPRequest {
    /// The body as a form.
    var form: [String: String] {
        let items = String(decoding: body, as: UTF8.self).split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (PercentEncoding.decode(parts[0]), parts.count > 1 ? PercentEncoding.decode(parts[1]) : "")
        }
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }
}

/// Answers of STS, as its API reference shows them.
enum STSAnswers {
    static let requestID = "01234567-89ab-cdef-0123-456789abcdef"

    static let identity: ScriptedTransport.Answer = { _ in
        .text(
            200,
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>arn:aws:iam::222222222222:user/hub</Arn><UserId>AIDAEXAMPLE</UserId><Account>222222222222</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata><RequestId>\(requestID)</RequestId></ResponseMetadata>
            </GetCallerIdentityResponse>
            """, [("Date", "Wed, 25 Nov 2026 10:00:07 GMT"), ("x-amzn-RequestId", requestID)])
    }

    static func session(
        _ key: String = "ASIAEXAMPLE", until: String = "2026-11-25T11:00:00Z", action: String = "AssumeRole"
    ) -> ScriptedTransport.Answer {
        { _ in
            .text(
                200,
                """
                <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <\(action)Result>
                    <AssumedRoleUser>
                      <AssumedRoleId>AROAEXAMPLE:hublake</AssumedRoleId>
                      <Arn>arn:aws:sts::111111111111:assumed-role/lake/hublake</Arn>
                    </AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>secret/\(key)+=</SecretAccessKey>
                      <SessionToken>token-\(key)</SessionToken><Expiration>\(until)</Expiration>
                    </Credentials>
                    <PackedPolicySize>6</PackedPolicySize>
                  </\(action)Result>
                  <ResponseMetadata><RequestId>\(requestID)</RequestId></ResponseMetadata>
                </\(action)Response>
                """)
        }
    }

    static func error(
        _ status: Int, _ code: String, _ message: String = "the words", date: String = "Wed, 25 Nov 2026 10:00:00 GMT"
    ) -> ScriptedTransport.Answer {
        { _ in
            .text(
                status,
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>
                  <RequestId>\(requestID)</RequestId>
                </ErrorResponse>
                """, [("Date", date)])
        }
    }
}

/// Lets nobody pass before a number of callers have come.
actor Gate {
    private let number: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(opensAt number: Int) { self.number = number }

    func pass() async {
        await withCheckedContinuation {
            waiting.append($0); openIfFull()
        }
    }

    private func openIfFull() {
        guard waiting.count == number else { return }
        for one in waiting { one.resume() }
        waiting = []
    }
}
