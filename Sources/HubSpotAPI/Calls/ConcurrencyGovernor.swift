import Foundations

/// How many calls of one budget may be in flight: enough to use up the limit at the latency that HubSpot shows, and fewer when it
/// fails under load.
///
/// By Little's law, calls in flight = calls per second × seconds per call. Four times that, so that a window's calls are sent in its
/// first quarter and not evenly: the last window, which is seldom full, is then over so much earlier. More would only queue up
/// wherever the bottleneck is, and every slower answer keeps its place in the rolling window longer (``CallWindow``). Failures of the kind that sustained load causes halve the number (not more than once for
/// the calls already in flight); answers raise it again by about one for each round of calls. A pure state machine.
struct ConcurrencyGovernor: Sendable {
    /// What an answer says about HubSpot's load.
    enum Outcome: Sendable, Hashable {
        /// Answered after this long.
        case answered(Duration)
        /// 502, 503, 504, 523 or 524.
        case overloaded
        /// Nothing: no answer, or one that was refused before any work.
        case unknown
    }

    /// Calls in a second that the limit allows.
    private(set) var rate: Double
    private let most: Int
    private let least = 8
    private var latency: Double?
    /// How far failures have lowered the number.
    private var ceiling: Double
    /// Answers still to come from calls that were in flight at the last halving.
    private var stale = 0

    init(rate: Double, most: Int) {
        self.rate = rate
        self.most = max(1, most)
        ceiling = Double(max(1, most))
    }

    /// Calls that may be in flight now.
    var limit: Int {
        let wanted = max(Double(least), 4 * rate * (latency ?? 0.2))
        return max(1, Int(min(wanted, ceiling, Double(most)).rounded()))
    }

    /// Takes over the limit that HubSpot states, in calls per second.
    mutating func observe(rate: Double) { self.rate = rate }

    /// A call ended while `inFlight` others were under way.
    mutating func observe(_ outcome: Outcome, inFlight: Int) {
        let isStale = stale > 0
        stale = max(0, stale - 1)
        switch outcome {
        case .answered(let duration):
            let seconds = duration.inSeconds
            latency = latency.map { $0 + (seconds - $0) / 8 } ?? seconds
            ceiling = min(Double(most), ceiling + 1 / max(1, ceiling))
        case .overloaded where !isStale:
            ceiling = max(1, Double(min(limit, max(1, inFlight + 1))) / 2)
            stale = inFlight
        case .overloaded, .unknown: break
        }
    }
}

extension ConcurrencyGovernor.Outcome {
    /// The outcome of an attempt that `status` answered after `duration`.
    init(status: Int, after duration: Duration) {
        switch status {
        case 502, 503, 504, 523, 524: self = .overloaded
        case 200..<400: self = .answered(duration)
        default: self = .unknown
        }
    }
}
