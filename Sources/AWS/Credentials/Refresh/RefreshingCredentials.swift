public import Foundations
import Synchronization

/// Keys that are fetched when they are first needed and again before they end: one fetch at a time, the old set kept while a new one
/// cannot be had.
public final class RefreshingCredentials: CredentialProvider {
    private let clock: any WallClock
    private let fetch: @Sendable () async throws -> AWSCredentials
    private let state = Mutex(RefreshState())
    private let waiters = Waiters<Failure>()

    /// Keys from `fetch`.
    ///
    /// - Parameters:
    ///   - clock: tells when they end.
    ///   - fetch: brings a new set; what it throws reaches the callers only when there is no old set that still works.
    public init(clock: any WallClock, fetch: @escaping @Sendable () async throws -> AWSCredentials) {
        self.clock = clock
        self.fetch = fetch
    }

    /// The keys to sign with now; throws what the fetch threw, as a `Failure`.
    public func credentials() async throws -> AWSCredentials {
        while true {
            switch state.withLock({ $0.decide(at: clock.now()) }) {
            case .use(let keys): return keys
            case .fetch(let fallback): return try await renew(fallback: fallback)
            case .wait:
                let failure = try await waiters.wait { self.state.withLock(\.isFetching) }
                // Who waited for a fetch that failed does not start another: the peer is in trouble enough.
                if let failure { return try fallback(failure) }
            }
        }
    }

    /// Forgets `expired`, so that the next caller fetches others.
    public func invalidate(_ expired: AWSCredentials) async { state.withLock { $0.invalidate(expired) } }

    private func renew(fallback: AWSCredentials?) async throws -> AWSCredentials {
        do {
            let keys = try await fetch()
            state.withLock { $0.finish(with: keys, at: clock.now()) }
            waiters.resume(nil)
            return keys
        } catch {
            if Task.isCancelled || error is CancellationError {
                state.withLock { $0.abandon() }
                waiters.resume(nil)
                throw CancellationError()
            }
            let failure = Failure(error, while: "cannot sign in to AWS")
            state.withLock { $0.fail(at: clock.now()) }
            waiters.resume(failure)
            guard let fallback else { throw failure }
            return fallback
        }
    }

    private func fallback(_ failure: Failure) throws -> AWSCredentials {
        guard let keys = state.withLock({ $0.valid(at: clock.now()) }) else { throw failure }
        return keys
    }
}
