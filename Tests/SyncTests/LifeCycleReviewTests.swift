import Foundations
import Tables
import TestSupport
import Testing

@testable import Sync

@Suite struct LifeCycleReviewTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private var yesterday: Timestamp { now.adding(seconds: -86_400) }

    private func state(_ event: LifeCycleEvent, _ time: Timestamp, into survivor: Int64? = nil) -> LifeCycleReview.State
    {
        LifeCycleReview.State(event: event, occurredAt: time, mergedInto: survivor)
    }

    private func review(
        last: [Int64: LifeCycleReview.State] = [:], archived: [Int64: Timestamp?]? = [:],
        absorbed: [Int64: Int64] = [:],
        live: Set<Int64> = []
    ) -> LifeCycleReview {
        var review = LifeCycleReview()
        review.last = last
        review.archived = archived ?? [:]
        review.knowsArchived = archived != nil
        review.absorbed = absorbed
        review.live = live
        return review
    }

    @Test("B070: an archived record is told once, with HubSpot's time")
    func archived() {
        let archived: [Int64: Timestamp?] = [2: yesterday]
        #expect(
            review(archived: archived, live: [1]).changes(gone: [], now: now)
                == [LifeCycleChange(2, .archived, at: yesterday, isExact: true)])
        #expect(review(last: [2: state(.archived, yesterday)], archived: archived).changes(gone: [], now: now).isEmpty)
    }

    @Test("what was told before leaves the tables that have it still; what lives, or may have been restored, does not")
    func removed() {
        let review = review(
            last: [
                2: state(.merged, yesterday, into: 1), 3: state(.purged, yesterday), 4: state(.expired, yesterday),
                5: state(.archived, yesterday), 6: state(.restored, yesterday), 7: state(.purged, yesterday),
            ],
            archived: [8: yesterday], live: [1, 7])
        let changes = review.changes(gone: [9], now: now)
        #expect(review.removed(changes, gone: [9]) == [2, 3, 4, 8, 9])
    }

    @Test("a record that was restored and archived again is told with the new time")
    func archivedAgain() {
        let earlier = now.adding(seconds: -900_000)
        let changes = review(last: [2: state(.archived, earlier)], archived: [2: yesterday]).changes(gone: [], now: now)
        #expect(changes == [LifeCycleChange(2, .archived, at: yesterday, isExact: true)])
    }

    @Test("B072: a record that left the archived list is asked for, and is live again or purged")
    func restored() {
        var review = review(last: [9: state(.archived, yesterday)])
        #expect(review.doubtful(UnlistedRecords()) == [9])
        #expect(review.changes(gone: [9], now: now) == [LifeCycleChange(9, .purged, at: now)])
        review.live = [9]
        #expect(review.doubtful(UnlistedRecords()).isEmpty)
        #expect(review.changes(gone: [], now: now) == [LifeCycleChange(9, .restored, at: now)])
    }

    @Test("a record that was told as restored and stands in no table is asked for, and purged if HubSpot lacks it")
    func restoredButUnwritten() {
        let restored = state(.restored, yesterday)
        let earlier = state(.restored, now.adding(seconds: -90 * 86_400))
        var review = review(
            last: [6: earlier, 7: restored, 8: restored, 9: restored, 10: state(.archived, yesterday)], live: [7])
        #expect(review.restored(now: now) == [8, 9], "and one of long ago may have expired")
        #expect(review.doubtful(UnlistedRecords(strays: [9])) == [9, 10])
        let changes = review.changes(gone: [9], now: now)
        #expect(changes == [LifeCycleChange(9, .purged, at: now)])
        #expect(review.removed(changes, gone: [9]) == [9])
        review.live = [7, 9]
        #expect(review.changes(gone: [], now: now).isEmpty)
    }

    @Test("who was told as gone for good is not asked for again, and leaves the tables that have it")
    func ended() {
        let last: [Int64: LifeCycleReview.State] = [
            1: state(.merged, yesterday, into: 9), 2: state(.expired, yesterday), 3: state(.purged, yesterday),
        ]
        let review = review(last: last, live: [9])
        #expect(review.doubtful(UnlistedRecords(vanished: [1, 2, 3, 4], strays: [1, 2, 3, 5])) == [4, 5])
        #expect(review.removed([], gone: []) == [1, 2, 3])
    }

    @Test("what only the history has is explained by whatever was told of it last, but for a restoration")
    func strays() {
        let last: [Int64: LifeCycleReview.State] = [1: state(.archived, yesterday), 2: state(.restored, yesterday)]
        let unlisted = UnlistedRecords(strays: [1, 2, 3])
        #expect(review(last: last, archived: nil).doubtful(unlisted) == [2, 3])
        #expect(review(last: last, archived: [3: yesterday]).doubtful(unlisted) == [1, 2])
    }

    @Test("a record that was archived 90 days ago has expired")
    func expired() {
        let last = state(.archived, now.adding(seconds: -90 * 86_400))
        #expect(review(last: [9: last]).changes(gone: [9], now: now) == [LifeCycleChange(9, .expired, at: now)])
        #expect(review(last: [9: state(.expired, yesterday)]).changes(gone: [9], now: now).isEmpty)
    }

    @Test("a vanished record is purged only when HubSpot knows it neither live nor archived nor merged")
    func purged() {
        let review = review(archived: [2: yesterday], absorbed: [3: 5], live: [4])
        #expect(review.doubtful(UnlistedRecords(vanished: [1, 2, 3, 4])) == [1])
        let changes = review.changes(gone: [1], now: now)
        #expect(changes.filter { $0.event == .purged } == [LifeCycleChange(1, .purged, at: now)])
    }

    @Test("who is to be told as purged is asked for first, and is merged where HubSpot has it under another id")
    func askedFor() {
        let last: [Int64: LifeCycleReview.State] = [
            1: state(.archived, yesterday), 2: state(.archived, now.adding(seconds: -90 * 86_400)),
            3: state(.merged, yesterday, into: 9),
        ]
        var review = review(last: last)
        #expect(review.purged(gone: [1, 2, 3, 4], now: now) == [1, 4])
        review.absorbed = [1: 8]
        #expect(review.purged(gone: [2, 3, 4], now: now) == [4])
        let changes = review.changes(gone: [2, 3, 4], now: now)
        #expect(changes.first == LifeCycleChange(1, .merged, at: now, mergedInto: 8))
        #expect(review.removed(changes, gone: [2, 3, 4]) == [1, 2, 3, 4])
    }

    @Test("where HubSpot lists no archived records, a vanished one is taken for archived and nothing is erased")
    func unknown() {
        #expect(
            review(archived: nil).changes(gone: [1], now: now) == [LifeCycleChange(1, .archived, at: now)])
        let known = review(last: [1: state(.archived, yesterday)], archived: nil)
        #expect(known.doubtful(UnlistedRecords()).isEmpty)
        #expect(known.changes(gone: [1], now: now).isEmpty)
    }

    @Test("B074: the loser of a merge is told with its survivor, once")
    func merged() {
        #expect(
            review(absorbed: [21: 22], live: [22]).changes(gone: [], now: now)
                == [LifeCycleChange(21, .merged, at: now, mergedInto: 22)])
        let known = review(last: [21: state(.merged, yesterday, into: 22)], absorbed: [21: 22], live: [22])
        #expect(known.changes(gone: [], now: now).isEmpty)
    }

    @Test("B075: a chain of merges resolves to the last survivor, also for losers of earlier runs")
    func chain() {
        let review = review(last: [1: state(.merged, yesterday, into: 2)], absorbed: [2: 3], live: [3])
        #expect(
            review.changes(gone: [], now: now) == [
                LifeCycleChange(1, .merged, at: now, mergedInto: 3),
                LifeCycleChange(2, .merged, at: now, mergedInto: 3),
            ])
    }

    @Test("whatever HubSpot says, even circles of merges, a review ends and tells each record at most once")
    func anything() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            func ids() -> [Int64] {
                (0..<Int.random(in: 0...6, using: &random)).map { _ in .random(in: 1...8, using: &random) }
            }
            let events = LifeCycleEvent.allCases
            let last = Dictionary(
                ids().map { ($0, state(events.randomElement(using: &random) ?? .merged, yesterday, into: ids().first)) }
            ) { $1 }
            let absorbed = Dictionary(ids().map { ($0, Int64.random(in: 1...8, using: &random)) }) { $1 }
            let archived = Dictionary(ids().map { ($0, Optional(yesterday)) }) { $1 }
            let live = Set(ids())
            let review = review(last: last, archived: archived, absorbed: absorbed, live: live)
            let changes = review.changes(
                gone: Set(review.doubtful(UnlistedRecords(vanished: Set(ids()), strays: Set(ids())))), now: now)
            #expect(Set(changes.map(\.objectID)).count == changes.count)
            #expect(changes.allSatisfy { !live.contains($0.objectID) || $0.event == .restored })
        }
    }
}
