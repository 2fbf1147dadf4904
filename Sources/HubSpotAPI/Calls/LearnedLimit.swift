import Synchronization

/// The number of inputs that one call may have, lowered for good when HubSpot refuses more.
final class LearnedLimit: Sendable {
    private let inputs: Mutex<Int>

    init(_ inputs: Int) { self.inputs = Mutex(max(1, inputs)) }

    var current: Int { inputs.withLock { $0 } }

    /// HubSpot refused `refused` inputs: allow half of that from now on.
    func halve(_ refused: Int) { inputs.withLock { $0 = min($0, max(1, refused / 2)) } }
}
