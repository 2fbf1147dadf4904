import Foundations

/// Permits under HubSpot's rolling window, sized to use all of it.
///
/// HubSpot counts a call when it arrives, which is some time between its permit and its answer. So a call leaves the window only
/// one window's length after its answer, but no later than after `allowance`: a slow answer is no slow arrival. That costs each
/// window the latency of one call, and needs no head room. A pure state machine: give it the time, it gives a permit or a wait.
struct CallWindow: Sendable {
    enum Decision: Sendable, Hashable {
        /// Go ahead; the ticket is to be given back with the answer.
        case granted(ticket: Int)
        /// Ask again after this long.
        case wait(Duration)
    }

    private(set) var limit: Int
    private let length: Int64
    private let allowance: Int64
    /// For each call since `first`, the latest moment at which HubSpot may have counted it.
    private var arrivals: [Int64] = []
    /// The ticket of `arrivals[head]` is `first + head`.
    private var first = 0
    private var head = 0
    private var closedUntil: Timestamp?

    init(limit: Int, window: Duration, allowance: Duration) {
        self.limit = max(1, limit)
        length = window.inMicroseconds
        self.allowance = max(0, allowance.inMicroseconds)
    }

    /// Asks for one call at `now`.
    mutating func request(at now: Timestamp) -> Decision {
        if let closedUntil {
            guard now >= closedUntil else { return .wait(.microseconds(closedUntil.microseconds - now.microseconds)) }
            self.closedUntil = nil
        }
        forget(before: now.microseconds - length)
        guard arrivals.count - head >= limit else {
            arrivals.append(now.microseconds + allowance)
            return .granted(ticket: first + arrivals.count - 1)
        }
        let blocking = arrivals[arrivals.count - limit]
        return .wait(.microseconds(max(1, blocking + length - now.microseconds)))
    }

    /// The call with `ticket` was answered at `now`, so it arrived before.
    mutating func settle(_ ticket: Int, at now: Timestamp) {
        let index = ticket - first
        guard index >= head, index < arrivals.count else { return }
        arrivals[index] = min(arrivals[index], now.microseconds)
    }

    /// Takes over the limit that HubSpot states.
    mutating func observe(limit: Int) { self.limit = max(1, limit) }

    /// HubSpot refused a call: grant nothing for `duration`.
    mutating func close(at now: Timestamp, for duration: Duration) {
        let until = now.adding(microseconds: duration.inMicroseconds)
        closedUntil = max(closedUntil ?? until, until)
    }

    /// Calls leave in the order of their permits, so that asking costs the same however many there are.
    private mutating func forget(before horizon: Int64) {
        while head < arrivals.count, arrivals[head] <= horizon { head += 1 }
        guard head > 1_024, head > arrivals.count / 2 else { return }
        arrivals.removeFirst(head)
        first += head
        head = 0
    }
}
