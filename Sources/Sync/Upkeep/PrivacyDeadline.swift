public import Foundations

/// Within which time a record that HubSpot deleted for good is gone from every table, snapshot and object version. Pure.
///
/// Nothing tells of such a deletion; it shows when all records are looked at (``Chore/scan``). So that is done often enough.
public enum PrivacyDeadline {
    /// How often records are looked at, in seconds: a sixth of the deadline is left for runs that come late or fail.
    static func scanRhythm(_ deadline: Int64) -> Int64 { deadline - deadline / 6 }

    /// What a report or `hublake status` says where the deadline is not held; nil where it is.
    ///
    /// - Parameters:
    ///   - deadline: in seconds.
    ///   - lastScan: when all records were last looked at; nil where that never was: then nothing can have been missed.
    ///   - isPending: whether records are known that could not be erased everywhere.
    public static func warning(
        _ deadline: Int64, lastScan: Timestamp?, isPending: Bool, now: Timestamp
    ) -> String? {
        if isPending {
            return "records that HubSpot deleted for good could not be erased everywhere yet; the next run tries again"
        }
        guard let lastScan, now.microseconds - lastScan.microseconds > deadline * 1_000_000 else { return nil }
        return
            "the privacy-deadline of \(hours(deadline)) is not held: records that HubSpot deleted for good were last looked for at "
            + "\(lastScan.iso8601); let a sync run to its end more often"
    }

    private static func hours(_ seconds: Int64) -> String {
        seconds % 3_600 == 0 ? "\(seconds / 3_600) hours" : "\(seconds) seconds"
    }
}

extension Rhythms {
    /// The rhythms with which `privacyDeadline`, in seconds, is held.
    func holding(privacyDeadline: Int64) -> Rhythms {
        var rhythms = self
        rhythms[.scan] = min(rhythms[.scan], PrivacyDeadline.scanRhythm(privacyDeadline))
        return rhythms
    }
}

extension SyncRun {
    /// Says in the report that the deadline was not held, or cannot be.
    func warnOfDeadline(_ before: Catalog, _ after: Catalog, now: Timestamp, _ results: inout RunResults) {
        // What this run has made up for was late all the same.
        let warning = after.privacyWarning(settings, now: now) ?? before.privacyWarning(settings, now: now)
        if let warning { results.warnings.append(warning) }
    }
}
