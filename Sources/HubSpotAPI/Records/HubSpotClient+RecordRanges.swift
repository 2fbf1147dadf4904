public import CRM

extension HubSpotClient {
    /// Splits the records of `type` into ranges that can be read at once, each by ``records(of:properties:history:archived:in:)``.
    ///
    /// HubSpot's lists ascend by id and their cursor is an id, so a list can begin anywhere. Searches ordered by id, one for each
    /// range, find where equal shares begin; they draw on the search budget, which a full read hardly uses otherwise. The cuts
    /// need not be exact, since a record belongs to a range by its id alone. One list from the first cut proves that the
    /// account's API takes such a cursor. Where it does not, where the type has no search, and for small types there is the one
    /// range ``RecordRange/all``.
    ///
    /// The ranges are planned as they are asked for, one search each, so that the first can be read while the next is planned.
    ///
    /// - Parameters:
    ///   - type: which records.
    ///   - archived: whether the archived ones are meant; search does not see those, so they are one range.
    ///   - count: records of the type, if known (``recordCounts()``): small types then cost no call.
    ///   - lower: the first id that is wanted; nil for all from the beginning.
    public func plannedRanges(
        of type: ObjectType, archived: Bool = false, count: Int64? = nil, from lower: Int64? = nil
    ) -> RecordRanges {
        let isLarge = !archived && count ?? .max >= Int64(limits.rangedRecords)
        return RecordRanges(
            planner: isLarge ? RangePlanner(executor, version, limits, type) : nil, count: archived ? nil : count,
            lower: lower)
    }

    /// All ranges of ``plannedRanges(of:archived:count:)`` at once.
    public func recordRanges(
        of type: ObjectType, archived: Bool = false, count: Int64? = nil
    ) async throws -> [RecordRange] {
        var ranges: [RecordRange] = []
        for try await range in plannedRanges(of: type, archived: archived, count: count) { ranges.append(range) }
        return ranges
    }
}
