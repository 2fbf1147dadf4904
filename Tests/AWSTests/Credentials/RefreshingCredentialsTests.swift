import Foundations
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite("RefreshingCredentials")
struct RefreshingCredentialsTests {
    /// Counts fetches, and holds each until it is let go.
    private final class Source: Sendable {
        let count = Mutex(0)
        let failure = Mutex<Failure?>(nil)
        let gate = AsyncStream<Void>.makeStream()

        func fetch(_ clock: ManualClock, isHeld: Bool) async throws -> AWSCredentials {
            let number = count.withLock { count in
                count += 1
                return count
            }
            if isHeld { for await _ in gate.stream { break } }
            try Task.checkCancellation()
            if let failure = failure.withLock({ $0 }) { throw failure }
            return AWSCredentials(
                accessKeyID: "key\(number)", secretAccessKey: "s", sessionToken: "t",
                expiration: clock.now().adding(seconds: 3600))
        }
    }

    private func lab(isHeld: Bool = false) -> (Source, ManualClock, RefreshingCredentials) {
        let (source, clock) = (Source(), ManualClock())
        return (source, clock, RefreshingCredentials(clock: clock) { try await source.fetch(clock, isHeld: isHeld) })
    }

    @Test("a hundred callers at once cause one fetch")
    func together() async throws {
        let (source, _, credentials) = lab(isHeld: true)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await credentials.credentials().accessKeyID } }
            source.gate.continuation.yield()
            for try await key in group { #expect(key == "key1") }
        }
        #expect(source.count.withLock { $0 } == 1)
    }

    @Test("a fetch that fails leaves the old set in use until it ends")
    func failure() async throws {
        let (source, clock, credentials) = lab()
        _ = try await credentials.credentials()
        source.failure.withLock { $0 = Failure(.transient, "cannot use the role x", why: "STS is down") }
        clock.advance(by: .seconds(3500))
        #expect(try await credentials.credentials().accessKeyID == "key1")
        clock.advance(by: .seconds(100))
        await expectFailure(.transient) { _ = try await credentials.credentials() }
        source.failure.withLock { $0 = nil }
        #expect(try await credentials.credentials().accessKeyID == "key4")
    }

    @Test("those who waited for a fetch that failed get its failure, and do not each try")
    func failedTogether() async throws {
        let (source, _, credentials) = lab(isHeld: true)
        source.failure.withLock { $0 = Failure(.authorization, "cannot use the role x", why: "AccessDenied") }
        let kinds = await withTaskGroup(of: FailureKind?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await credentials.credentials()
                        return nil
                    } catch { return (error as? Failure)?.kind }
                }
            }
            // Callers that come after a fetch has failed start one of their own.
            for _ in 0..<20 { source.gate.continuation.yield() }
            source.gate.continuation.finish()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds.count == 20 && kinds.allSatisfy { $0 == .authorization })
    }

    @Test("a caller that is cancelled while it fetches hands the fetch on")
    func cancelled() async throws {
        let (source, _, credentials) = lab(isHeld: true)
        let first = Task { try await credentials.credentials() }
        while source.count.withLock({ $0 }) == 0 { await Task.yield() }
        let second = Task { try await credentials.credentials().accessKeyID }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        source.gate.continuation.yield()
        source.gate.continuation.finish()
        #expect(try await second.value == "key2")
    }

    @Test("a caller that is cancelled while it waits leaves at once")
    func cancelledWaiter() async throws {
        let (source, _, credentials) = lab(isHeld: true)
        let first = Task { try await credentials.credentials() }
        while source.count.withLock({ $0 }) == 0 { await Task.yield() }
        let second = Task { try await credentials.credentials() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        source.gate.continuation.yield()
        _ = try await first.value
    }
}
