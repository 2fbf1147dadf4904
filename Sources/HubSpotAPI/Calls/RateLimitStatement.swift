import Foundations
import HTTP

/// What an answer's headers say about the limit that its call was counted under.
struct RateLimitStatement: Sendable, Hashable {
    var calls: Int
    var interval: Duration

    /// Nil if the answer does not say. The `-Secondly` headers are still sent but mean nothing.
    init?(_ answer: HTTPResponse) {
        guard let calls = answer.header("X-HubSpot-RateLimit-Max").flatMap({ Int($0) }), (1...1_000_000).contains(calls)
        else { return nil }
        let milliseconds = answer.header("X-HubSpot-RateLimit-Interval-Milliseconds").flatMap { Int($0) } ?? 10_000
        guard milliseconds > 0 else { return nil }
        self.calls = calls
        interval = .milliseconds(milliseconds)
    }

    /// The wait for a limit that is used up, as a refusal's headers say; nil if they don't say that.
    static func wait(_ refusal: HTTPResponse) -> Duration? {
        guard refusal.header("X-HubSpot-RateLimit-Remaining").flatMap({ Int($0) }) == 0 else { return nil }
        return RateLimitStatement(refusal)?.interval
    }

    /// The statement for a window of another length.
    func calls(in window: Duration) -> Int { max(1, Int(Double(calls) * (window / interval))) }

    /// The association limit of the plan that has this general limit; HubSpot sends no headers with association calls.
    ///
    /// Source: developers.hubspot.com/docs, "API usage guidelines and limits" (100, 150, 200 for 100 or 110, 190, 250).
    static func associationCalls(besideGeneral calls: Int) -> Int {
        switch calls {
        case ..<150: 100
        case ..<250: 150
        default: 200
        }
    }
}
