import Foundations

/// Which snapshots a table keeps. Pure.
///
/// All of the last day, and the newest 50 whatever their age; then the last of each day (UTC) for a week.
public struct SnapshotRetention: Sendable, Hashable {
    /// Everything younger stays.
    public var keepAllFor = Duration.seconds(86_400)
    /// The newest of this number stay.
    public var minimumCount = 50
    /// For how many days before that the last snapshot of the day stays.
    public var dailyFor = 7

    /// The defaults.
    public init() {}

    /// The snapshots that need not stay.
    ///
    /// - Parameters:
    ///   - snapshots: those that the table has.
    ///   - named: ids that stay in any case: the current one, tags and branches.
    ///   - now: by the store's clock.
    func expired(_ snapshots: [Snapshot], named: Set<Int64>, now: Timestamp) -> Set<Int64> {
        let newestFirst = snapshots.sorted {
            ($0.timestamp, $0.sequenceNumber) > ($1.timestamp, $1.sequenceNumber)
        }
        let horizon = now.microseconds - Int64(keepAllFor.inSeconds * 1e6)
        let dailyHorizon = horizon - Int64(dailyFor) * 86_400_000_000
        var days: Set<Int64> = []
        var expired: Set<Int64> = []
        for (age, snapshot) in newestFirst.enumerated() {
            let time = snapshot.timestamp.microseconds
            let isLastOfDay = days.insert(Int64((Double(time) / 86_400e6).rounded(.down))).inserted
            let stays =
                age < minimumCount || time >= horizon || (isLastOfDay && time >= dailyHorizon)
                || named.contains(snapshot.id)
            if !stays { expired.insert(snapshot.id) }
        }
        return expired
    }
}
