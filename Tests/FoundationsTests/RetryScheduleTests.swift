import Foundations
import Testing

@Suite("RetrySchedule")
struct RetryScheduleTests {
    private let schedule = RetrySchedule(
        base: .seconds(1), ceiling: .seconds(20), attempts: 5, patience: .seconds(60))

    @Test("waits grow to the ceiling and never beyond it")
    func grows() {
        let waits = (1...4).compactMap { schedule.wait(after: $0, elapsed: .zero, jitter: 0.999) }
        #expect(waits.count == 4)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(waits.allSatisfy { $0 <= .seconds(20) })
    }

    @Test("gives up after the last attempt and when patience would be exceeded")
    func givesUp() {
        #expect(schedule.wait(after: 5, elapsed: .zero, jitter: 0.5) == nil)
        #expect(schedule.wait(after: 1, elapsed: .seconds(59), asked: .seconds(2), jitter: 0.1) == nil)
    }

    @Test("the wait that the peer asks for is a minimum")
    func honoursThePeer() {
        #expect(schedule.wait(after: 1, elapsed: .zero, asked: .seconds(30), jitter: 0.1) == .seconds(30))
    }
}
