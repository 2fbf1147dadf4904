import Synchronization

/// Seconds to add to this machine's clock to have a peer's; learnt from the peer's answers.
final class ClockOffset: Sendable {
    private let value = Mutex<Int64>(0)

    var seconds: Int64 { value.withLock { $0 } }

    /// Sets the offset instead of adding to it: calls side by side may all find the same error of the clock.
    ///
    /// - Parameters:
    ///   - skew: seconds that the peer was ahead of the time which a call was signed with.
    ///   - used: the offset in that time.
    func correct(skew: Int64, signedWith used: Int64) { value.withLock { $0 = used + skew } }
}
