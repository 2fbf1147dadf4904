/// Permits for calls under a rolling-window limit: at most `limit` calls in any `window`.
///
/// A sliding log of send times, since a token bucket of the same size would let burst plus refill exceed the limit inside one
/// window. The size follows the peer's answers. A pure state machine: give it the time, it gives a permit or a wait.
public struct RollingWindowBudget: Sendable {
    /// What a request for a permit yields.
    public enum Decision: Sendable, Hashable {
        /// Go ahead now; the call is counted.
        case granted
        /// Ask again after this long.
        case wait(Duration)
    }

    /// Calls allowed in one window.
    public private(set) var limit: Int
    /// Length of the rolling window.
    public let window: Duration
    private var sent: [Timestamp] = []
    private var closedUntil: Timestamp?

    /// A budget of `limit` calls per `window`; `limit` is at least 1.
    public init(limit: Int, window: Duration) {
        self.limit = max(1, limit)
        self.window = window
    }

    /// Asks for one call at `now`.
    public mutating func request(at now: Timestamp) -> Decision {
        if let closedUntil {
            guard now >= closedUntil else { return .wait(.microseconds(closedUntil.microseconds - now.microseconds)) }
            self.closedUntil = nil
        }
        let horizon = now.microseconds - windowMicroseconds
        if let firstKept = sent.firstIndex(where: { $0.microseconds > horizon }) {
            sent.removeFirst(firstKept)
        } else {
            sent.removeAll(keepingCapacity: true)
        }
        guard sent.count >= limit else {
            sent.append(now)
            return .granted
        }
        let oldest = sent[sent.count - limit].microseconds
        return .wait(.microseconds(max(1, oldest - horizon)))
    }

    /// Takes over the limit that the peer states.
    public mutating func observe(limit: Int) { self.limit = max(1, limit) }

    /// The peer refused a call: grant nothing for `duration`.
    public mutating func close(at now: Timestamp, for duration: Duration) {
        let until = now.adding(microseconds: duration.inMicroseconds)
        closedUntil = max(closedUntil ?? until, until)
    }

    private var windowMicroseconds: Int64 { window.inMicroseconds }
}

extension Duration {
    /// The duration in whole microseconds, rounded down.
    public var inMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

extension Timestamp {
    /// This moment moved by `microseconds`.
    public func adding(microseconds: Int64) -> Timestamp { Timestamp(microseconds: self.microseconds + microseconds) }
}
