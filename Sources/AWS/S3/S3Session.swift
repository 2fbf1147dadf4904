import Foundations
import Synchronization

/// What a client learns while it works: the bucket's true region, the clock's error, and how many retries are left to spend.
final class S3Session: Sendable {
    private struct State {
        var bucket: S3Bucket
        var signer: SigV4
        var clockOffset: Int64 = 0
        var budget = RetryTokens()
    }

    private let state: Mutex<State>
    /// How many calls may be under way at once.
    let pace = S3Pace()

    init(_ bucket: S3Bucket) { state = Mutex(State(bucket: bucket, signer: Self.signer(bucket))) }

    var bucket: S3Bucket { state.withLock { $0.bucket } }

    /// The bucket and the signer for its region; the signer remembers the day's key.
    var target: (bucket: S3Bucket, signer: SigV4) { state.withLock { ($0.bucket, $0.signer) } }

    /// Microseconds to add to this machine's clock to have the peer's.
    var clockOffset: Int64 { state.withLock { $0.clockOffset } }

    func correctRegion(_ region: String) {
        state.withLock { state in
            state.bucket.region = region
            state.bucket.isRegionGuessed = false
            state.signer = Self.signer(state.bucket)
        }
    }

    /// Nobody could say better: the guess must do.
    func acceptRegion() { state.withLock { $0.bucket.isRegionGuessed = false } }

    /// Sets the clock's error instead of adding to it: several calls may find the same error at the same time.
    func correctClock(offset: Int64) { state.withLock { $0.clockOffset = offset } }

    func spendRetry(throttled: Bool) -> Bool { state.withLock { $0.budget.spend(throttled: throttled) } }

    func refundRetry() { state.withLock { $0.budget.refund() } }

    private static func signer(_ bucket: S3Bucket) -> SigV4 {
        SigV4(region: bucket.region, service: "s3", path: .asSent)
    }
}

/// Bounds the retries of a whole client, so that a peer in trouble is not buried under them (the AWS SDKs' standard mode).
struct RetryTokens: Sendable, Hashable {
    static let capacity = 500
    private var left = capacity

    /// Takes the price of a retry; false when it cannot be paid.
    mutating func spend(throttled: Bool) -> Bool {
        let price = throttled ? 5 : 14
        guard left >= price else { return false }
        left -= price
        return true
    }

    /// A success gives back what a retry cost.
    mutating func refund() { left = min(Self.capacity, left + 14) }
}
