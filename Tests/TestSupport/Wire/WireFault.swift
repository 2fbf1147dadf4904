import Foundations
import NIOCore
import Synchronization

/// What can go wrong between a client and an S3 server.
public enum WireFault: Sendable, Hashable, CaseIterable {
    /// The server does the work; the connection is reset instead of its answer.
    case loseAnswer
    /// The server does the work; half of its answer arrives, then the connection is reset.
    case halfAnswer
    /// The server does the work; nothing is ever heard of it, and the client's patience must end.
    case stall
    /// Half of the request's body reaches the server, then both connections are reset.
    case cutUpload
    /// The connection is reset before the server hears of the request.
    case reset
    /// S3 asks to slow down.
    case slowDown
    /// S3 calls the session's token expired.
    case expiredToken
    /// S3's clock is ten minutes off the one that the request was signed by.
    case clockOff
}

/// Which requests meet which fault, drawn from a seed: the n-th request for one thing always meets the same, whatever the bucket is
/// called and whoever else sends requests meanwhile.
public final class WireFaultPlan: Sendable {
    private let seed: UInt64
    private let rate: Double
    private let mark: String
    private let state = Mutex((seen: [String: Int](), drawn: [WireFault: Int]()))

    /// A plan.
    ///
    /// - Parameters:
    ///   - seed: decides about each request.
    ///   - rate: the share of the requests that meet a fault.
    ///   - mark: the end of what is another each time in the requests' targets, such as bucket and prefix; of letters that are
    ///     spelt the same in a path and in a query.
    public init(seed: UInt64, rate: Double, behind mark: String) {
        self.seed = seed
        self.rate = rate
        self.mark = mark
    }

    /// How often each fault was met.
    public var drawn: [WireFault: Int] { state.withLock { $0.drawn } }

    func fault(for request: WireMessage) -> WireFault? {
        let thing = thing(request)
        return state.withLock { state in
            state.seen[thing, default: 0] += 1
            // FNV-1a: Swift's own hashes differ from run to run.
            let hash = "\(thing) \(state.seen[thing] ?? 0)".utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            }
            var generator = SeededGenerator(seed: hash)
            guard generator.chance(rate), let fault = WireFault.allCases.randomElement(using: &generator) else {
                return nil
            }
            state.drawn[fault, default: 0] += 1
            return fault
        }
    }

    /// Method and target, without what is another each time.
    private func thing(_ request: WireMessage) -> String {
        let method = request.startLine.first ?? "", target = request.startLine.dropFirst().first ?? ""
        let own = target.firstRange(of: mark).map { target[$0.upperBound...] } ?? target
        guard let id = own.firstRange(of: "uploadId=") else { return "\(method) \(own)" }
        return "\(method) \(own[..<id.lowerBound])\(own[id.upperBound...].drop { $0 != "&" })"
    }
}

extension WireFault {
    /// The answer that stands for S3's own refusal; nil for faults of the wire.
    func refusal(of request: WireMessage) -> ByteBuffer? {
        let (status, code, date): (String, String, String)
        switch self {
        case .slowDown: (status, code, date) = ("503 Slow Down", "SlowDown", "")
        case .expiredToken: (status, code, date) = ("400 Bad Request", "ExpiredToken", "")
        case .clockOff:
            (status, code) = ("403 Forbidden", "RequestTimeTooSkewed")
            date = "Date: \(Self.otherClock(than: request.header("x-amz-date") ?? ""))\r\n"
        default: return nil
        }
        let body = "<Error><Code>\(code)</Code><Message>injected</Message></Error>"
        let isHead = request.startLine.first == "HEAD"
        return ByteBuffer(
            string:
                "HTTP/1.1 \(status)\r\n\(date)Content-Type: application/xml\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                + (isHead ? "" : body))
    }

    /// The Date of a clock that is ten minutes ahead of a request signed with the right time, and right for any other.
    private static func otherClock(than stamp: String) -> String {
        let now = SystemWallClock().now()
        let signed = Array(stamp)
        guard signed.count == 16 else { return "" }
        let marks: [(Int, Character)] = [(13, ":"), (11, ":"), (6, "-"), (4, "-")]
        let text = marks.reduce(into: signed) { $0.insert($1.1, at: $1.0) }
        let time = Timestamp(iso8601: String(text)) ?? now
        let isRight = abs(time.microseconds - now.microseconds) < 300_000_000
        return httpDate(now.adding(seconds: isRight ? 600 : 0))
    }

    /// The form of RFC 9110; of the weekday nobody reads more than that it is there.
    private static func httpDate(_ time: Timestamp) -> String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = Array(time.iso8601Basic)
        let month = names[(Int(String(text[4..<6])) ?? 1) - 1]
        let clock = "\(String(text[9..<11])):\(String(text[11..<13])):\(String(text[13..<15]))"
        return "Wed, \(String(text[6..<8])) \(month) \(String(text[..<4])) \(clock) GMT"
    }
}
