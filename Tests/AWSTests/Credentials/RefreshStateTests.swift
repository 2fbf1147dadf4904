import Foundations
import TestSupport
import Testing

@testable import AWS

@Suite("RefreshState")
struct RefreshStateTests {
    private let start = Timestamp(microseconds: 1_790_000_000_000_000)

    private func keys(_ id: String, lastsFor seconds: Int64?) -> AWSCredentials {
        AWSCredentials(accessKeyID: id, secretAccessKey: "s", expiration: seconds.map { start.adding(seconds: $0) })
    }

    private func state(_ keys: AWSCredentials) -> RefreshState {
        var state = RefreshState()
        _ = state.decide(at: start)
        state.finish(with: keys, at: start)
        return state
    }

    @Test(
        "windows are 15 and 10 minutes, for short sessions a third and a sixth of the lifetime",
        arguments: [(43_200, 900, 600), (3600, 900, 600), (2700, 900, 450), (900, 300, 150), (60, 20, 10), (-5, 0, 0)]
            as [(Int64, Int64, Int64)])
    func windows(lifetime: Int64, advisory: Int64, mandatory: Int64) {
        let windows = RefreshWindows(lifetime: lifetime)
        #expect(windows.advisory == advisory && windows.mandatory == mandatory)
    }

    @Test("the first caller fetches, the others wait")
    func first() {
        var state = RefreshState()
        #expect(state.decide(at: start) == .fetch(fallback: nil))
        #expect(state.decide(at: start) == .wait)
        state.finish(with: keys("a", lastsFor: nil), at: start)
        #expect(state.decide(at: start.adding(seconds: 1_000_000)) == .use(keys("a", lastsFor: nil)))
    }

    @Test(
        "early, nobody fetches; then one does while the others go on; then all wait; at last the old keys are no good")
    func life() {
        let old = keys("a", lastsFor: 3600)
        var state = state(old)
        #expect(state.decide(at: start.adding(seconds: 2699)) == .use(old))
        #expect(state.decide(at: start.adding(seconds: 2700)) == .fetch(fallback: old))
        #expect(state.decide(at: start.adding(seconds: 2700)) == .use(old))
        #expect(state.decide(at: start.adding(seconds: 3000)) == .wait)
        state.fail(at: start.adding(seconds: 3000))
        #expect(state.decide(at: start.adding(seconds: 3029)) == .use(old))
        #expect(state.decide(at: start.adding(seconds: 3030)) == .fetch(fallback: old))
        state.fail(at: start.adding(seconds: 3599))
        #expect(state.decide(at: start.adding(seconds: 3600)) == .fetch(fallback: nil))
    }

    @Test("keys that were refused are dropped; newer ones stay")
    func invalidation() {
        let old = keys("a", lastsFor: 3600)
        var state = state(old)
        state.invalidate(keys("b", lastsFor: 3600))
        #expect(state.decide(at: start) == .use(old))
        state.invalidate(old)
        #expect(state.decide(at: start) == .fetch(fallback: nil))
    }

    @Test(
        "whatever happens in whatever order, at most one fetches, and nobody gets keys that have ended",
        arguments: 0..<50 as Range<UInt64>)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var state = RefreshState()
        var now = start
        var isFetching = false
        var count = 0
        for _ in 0..<400 {
            now = now.adding(seconds: Int64.random(in: 0...400, using: &random))
            switch state.decide(at: now) {
            case .use(let keys): #expect(keys.expiration.map { $0 > now } ?? true)
            case .wait: #expect(isFetching)
            case .fetch(let fallback):
                #expect(!isFetching && fallback?.expiration.map { $0 > now } ?? true)
                isFetching = true
            }
            guard isFetching, random.chance(0.4) else { continue }
            isFetching = false
            count += 1
            switch Int.random(in: 0..<4, using: &random) {
            case 0: state.fail(at: now)
            case 1: state.abandon()
            default:
                let end = now.adding(seconds: Int64.random(in: 1...4000, using: &random))
                state.finish(
                    with: AWSCredentials(accessKeyID: "k\(count)", secretAccessKey: "s", expiration: end), at: now)
            }
        }
        #expect(count > 10)
    }
}
