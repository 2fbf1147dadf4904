import Foundations
import TestSupport
import Testing

@Suite("RollingWindowBudget")
struct RollingWindowBudgetTests {
    @Test("never lets more than the limit into any window, whatever the order of asking")
    func neverExceeds() {
        var generator = SeededGenerator(seed: 3)
        for limit in [1, 5, 190] {
            var budget = RollingWindowBudget(limit: limit, window: .seconds(10))
            var now = Timestamp(microseconds: 0)
            var granted: [Int64] = []
            for _ in 0..<3000 {
                switch budget.request(at: now) {
                case .granted: granted.append(now.microseconds)
                case .wait(let wait):
                    now = now.adding(microseconds: wait.inMicroseconds)
                }
                now = now.adding(microseconds: Int64.random(in: 0...40_000, using: &generator))
            }
            for (index, moment) in granted.enumerated() where index >= limit {
                #expect(moment - granted[index - limit] >= 10_000_000)
            }
            #expect(granted.count > limit)
        }
    }

    @Test("a wait that it names is enough")
    func waitIsEnough() {
        var budget = RollingWindowBudget(limit: 2, window: .seconds(1))
        let start = Timestamp(microseconds: 5)
        #expect(budget.request(at: start) == .granted)
        #expect(budget.request(at: start) == .granted)
        guard case .wait(let wait) = budget.request(at: start.adding(microseconds: 300_000)) else {
            Issue.record("the third call must wait")
            return
        }
        #expect(wait == .microseconds(700_000))
        #expect(budget.request(at: start.adding(microseconds: 1_000_000)) == .granted)
    }

    @Test("takes over the peer's limit and stays closed after a refusal")
    func followsThePeer() {
        var budget = RollingWindowBudget(limit: 100, window: .seconds(10))
        let now = Timestamp(microseconds: 0)
        #expect(budget.request(at: now) == .granted)
        budget.observe(limit: 1)
        #expect(budget.request(at: now) == .wait(.seconds(10)))
        budget.observe(limit: 100)
        budget.close(at: now, for: .seconds(3))
        #expect(budget.request(at: now) == .wait(.seconds(3)))
        #expect(budget.request(at: now.adding(seconds: 3)) == .granted)
    }
}
