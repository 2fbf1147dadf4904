import Foundations
import Synchronization

/// What a store wanted its user to know although its calls succeeded; a run's report tells it. Only the first,
/// so that a bucket which refuses the same thing a thousand times does not fill the report.
final class StoreWarnings: Sendable {
    private static let limit = 20
    private let found = Mutex<[String]>([])

    /// The warnings so far.
    var list: [String] { found.withLock { $0 } }

    /// Keeps `failure`, unless there are enough already.
    func add(_ failure: Failure) {
        found.withLock { found in
            if found.count < Self.limit { found.append(String(describing: failure)) }
        }
    }
}
