import Foundations
import Testing

@testable import HubSpotAPI

@Suite("RefusalStreak")
struct RefusalStreakTests {
    private let window = Duration.seconds(10)

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds * 1_000_000) }

    @Test("a lone refusal costs its call a second; from the third in a row on all wait, ever longer up to the window")
    func streak() {
        var streak = RefusalStreak()
        var pauses: [RefusalStreak.Pause] = []
        for number in 0..<8 { pauses.append(streak.refused(asked: nil, window: window, at: at(Int64(number) * 100))) }
        #expect(pauses.map(\.closesBudget) == [false, false, true, true, true, true, true, true])
        #expect(pauses.map(\.duration) == [1, 1, 1, 2, 4, 8, 10, 10].map { Duration.seconds($0) })
    }

    @Test("refusals of calls that were under way when the pause began do not prolong it")
    func stale() {
        var streak = RefusalStreak()
        let pauses = (0..<30).map { _ in streak.refused(asked: nil, window: window, at: at(0)) }
        #expect(pauses.count { $0.closesBudget } == 1)
        let next = streak.refused(asked: nil, window: window, at: at(2))
        #expect(next == .init(duration: .seconds(2), closesBudget: true))
    }

    @Test("an answer ends the row")
    func interrupted() {
        var streak = RefusalStreak()
        for number in 0..<50 {
            for _ in 0..<2 {
                #expect(!streak.refused(asked: nil, window: window, at: at(Int64(number) * 100)).closesBudget)
            }
            streak.end()
        }
    }

    @Test("a wait that HubSpot asks for is everybody's, at once")
    func asked() {
        var streak = RefusalStreak()
        let pause = streak.refused(asked: .seconds(4), window: window, at: at(0))
        #expect(pause == .init(duration: .seconds(4), closesBudget: true))
    }
}
