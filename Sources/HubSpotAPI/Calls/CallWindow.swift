import Foundations

/// Permits under HubSpot's rolling window, sized to use all of it.
///
/// HubSpot counts a call when it arrives, at an unknown moment between its permit and its answer, and a place in the window is free
/// one window's length after that. The next call to take the place has a way to HubSpot of its own, though, and this one had a way
/// back, and both ways together take no less time than the fastest call so far. So a call's place may be given away one window's
/// length after its answer, less the time of the fastest call: no window grows by the latency. Where HubSpot refuses a call
/// nevertheless, the way is not what it was, and from then on the answer alone counts.
///
/// A call that gets no answer is reckoned to arrive no later than after `allowance`. A pure state machine: give it the time, it gives
/// a permit or a wait.
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
    /// When each call that is not answered yet got its permit, by ticket.
    private var unanswered: [Int: Int64] = [:]
    /// When each answered call that may still count was answered, in ascending order.
    private var answered: [Int64] = []
    private var tickets = 0
    /// The shortest time from permit to answer; nil before the first answer, and for good once a call was refused.
    private var fastest: Int64?
    private var wasRefused = false
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
        let taken = answered.count + unanswered.count
        guard taken >= limit else {
            defer { tickets += 1 }
            unanswered[tickets] = now.microseconds
            return .granted(ticket: tickets)
        }
        let arrivals = (answered.map { $0 - ways } + unanswered.values.map { $0 + allowance }).sorted()
        return .wait(.microseconds(max(1, arrivals[taken - limit] + length - now.microseconds)))
    }

    /// The call with `ticket` was answered at `now`.
    mutating func settle(_ ticket: Int, at now: Timestamp) {
        guard let start = unanswered.removeValue(forKey: ticket) else { return }
        if !wasRefused { fastest = min(fastest ?? .max, max(0, now.microseconds - start)) }
        // A slow answer is no slow arrival.
        let moment = min(now.microseconds, start + allowance + ways)
        answered.insert(moment, at: answered.lastIndex { $0 <= moment }.map { $0 + 1 } ?? 0)
    }

    /// Takes over the limit that HubSpot states.
    mutating func observe(limit: Int) { self.limit = max(1, limit) }

    /// HubSpot refused a call for this limit: places were given away too early, or others take some too.
    mutating func refused() {
        wasRefused = true
        fastest = nil
    }

    /// Grants nothing for `duration`.
    mutating func close(at now: Timestamp, for duration: Duration) {
        let until = now.adding(microseconds: duration.inMicroseconds)
        closedUntil = max(closedUntil ?? until, until)
    }

    /// What the way back of one call and the way there of the next take at least: of the fastest call only nine tenths, since both
    /// may be still shorter than in any one call.
    private var ways: Int64 { (fastest ?? 0) * 9 / 10 }

    private mutating func forget(before horizon: Int64) {
        answered.removeFirst(answered.firstIndex { $0 - ways > horizon } ?? answered.count)
        unanswered = unanswered.filter { $0.value + allowance > horizon }
    }
}
