import Foundations

/// When to fetch temporary keys, and what a caller gets meanwhile. Pure: ``RefreshingCredentials`` does what it says.
struct RefreshState: Sendable {
    /// What a caller does.
    enum Decision: Sendable, Hashable {
        /// Sign with these.
        case use(AWSCredentials)
        /// Fetch new ones, then report how it went. `fallback` may be used if that fails.
        case fetch(fallback: AWSCredentials?)
        /// Somebody else fetches: wait for that, then ask again.
        case wait
    }

    /// A fetch that failed while the old keys still work is not tried again for this many seconds.
    static let pauseAfterFailure: Int64 = 30

    private struct Current {
        var keys: AWSCredentials
        var windows: RefreshWindows
    }

    private var current: Current?
    /// Whether somebody fetches.
    private(set) var isFetching = false
    private var notBefore: Timestamp?

    /// What a caller does at `now`; of several callers only one is told to fetch.
    mutating func decide(at now: Timestamp) -> Decision {
        guard let current else { return begin(fallback: nil) }
        guard let end = current.keys.expiration else { return .use(current.keys) }
        let left = (end.microseconds - now.microseconds) / 1_000_000
        guard left <= current.windows.advisory else { return .use(current.keys) }
        let isValid = left > 0
        if isValid, let notBefore, now < notBefore { return .use(current.keys) }
        if isValid && left > current.windows.mandatory && isFetching { return .use(current.keys) }
        return begin(fallback: isValid ? current.keys : nil)
    }

    private mutating func begin(fallback: AWSCredentials?) -> Decision {
        guard !isFetching else { return .wait }
        isFetching = true
        return .fetch(fallback: fallback)
    }

    /// The keys at hand, if they have not ended at `now`.
    func valid(at now: Timestamp) -> AWSCredentials? {
        guard let keys = current?.keys else { return nil }
        return keys.expiration.map { $0 > now } ?? true ? keys : nil
    }

    /// The fetch brought `keys`.
    mutating func finish(with keys: AWSCredentials, at now: Timestamp) {
        let lifetime = keys.expiration.map { ($0.microseconds - now.microseconds) / 1_000_000 } ?? 0
        current = Current(keys: keys, windows: RefreshWindows(lifetime: lifetime))
        isFetching = false
        notBefore = nil
    }

    /// The fetch failed; the old keys stay.
    mutating func fail(at now: Timestamp) {
        isFetching = false
        notBefore = now.adding(seconds: Self.pauseAfterFailure)
    }

    /// The fetch was given up, so that the next caller takes it over.
    mutating func abandon() { isFetching = false }

    /// The peer refused `keys` as expired or unknown. Newer ones stay.
    mutating func invalidate(_ keys: AWSCredentials) {
        guard current?.keys.accessKeyID == keys.accessKeyID, current?.keys.sessionToken == keys.sessionToken else {
            return
        }
        current = nil
        notBefore = nil
    }
}
