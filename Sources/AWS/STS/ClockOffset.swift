import Synchronization

/// Seconds to add to this machine's clock to have a peer's; learnt from the peer's answers.
final class ClockOffset: Sendable {
    private let value = Mutex<Int64>(0)

    var seconds: Int64 { value.withLock { $0 } }

    func correct(by seconds: Int64) { value.withLock { $0 += seconds } }
}
