import Dispatch

/// Runs work that blocks (file calls, waiting for a lock) on threads of its own, so that the few threads which drive all tasks
/// never stand still. A call that has begun is finished, cancelled or not: half a file call helps nobody.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "hublake.files", attributes: .concurrent)

    static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result(catching: work)) }
        }
    }
}
