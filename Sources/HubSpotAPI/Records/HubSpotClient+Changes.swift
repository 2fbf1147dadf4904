public import CRM
public import Foundations

extension HubSpotClient {
    /// The records of `type` that were modified in `window`, by HubSpot's index: new records take moments to minutes to appear there,
    /// archived ones never do.
    ///
    /// HubSpot compares milliseconds; the window's bounds are rounded down to them. A record may be named although its time lies
    /// a little outside. A type that cannot be searched throws a `Failure` of kind `notFound`, so the caller can read it in full.
    ///
    /// - Parameter most: where more records fit than this, nil is returned after one call: reading all is cheaper then.
    public func changes(
        of type: ObjectType, in window: Range<Timestamp>, atMost most: Int = .max
    ) async throws -> [RecordStamp]? {
        let search = ChangeSearch(
            executor: executor, version: version, limits: limits, type: type, window: window)
        var stamps: [RecordStamp] = []
        var after: Int64?
        while true {
            let page = try await search.page(after: after)
            if after == nil && page.total > most { return nil }
            let ascends = page.stamps.first.map { $0.id > after ?? .min } ?? true
            guard ascends, zip(page.stamps, page.stamps.dropFirst()).allSatisfy({ $0.id < $1.id }) else {
                throw Failure(
                    .invalidData, "cannot search for changed records of \(type.pathSegment)",
                    why: "HubSpot's answer does not ascend by id", remedy: "Run again later; if it stays so, report it."
                )
            }
            stamps += page.stamps
            guard !page.isLast, let last = page.stamps.last else { return stamps }
            after = last.id
        }
    }

    /// The records with the given ids and the values of `properties`, in batch reads of HubSpot's size, several at a time.
    ///
    /// Ids that HubSpot does not find are counted in ``RecordPage/vanishedRecords``, others that it does not answer for in
    /// ``RecordPage/unreadRecords``.
    public func records(
        of type: ObjectType, ids: [Int64], properties: [String], history: Bool = false, archived: Bool = false
    ) -> RecordPages {
        RecordPages(
            source: RecordSource(
                self, type: type, properties: properties, history: history, archived: archived, ids: ids))
    }
}
