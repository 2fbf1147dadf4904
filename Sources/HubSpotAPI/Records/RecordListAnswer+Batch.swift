import CRM

extension RecordListAnswer {
    /// The page of a batch read in the order of `ids`, with the missing ones counted.
    ///
    /// A record that HubSpot reports as not found, or leaves out without a word, was deleted or merged away since it was listed.
    /// One that it reports with any other category may exist, so it counts as unread.
    func page(inOrderOf ids: [Int64]) -> RecordPage {
        let byID = Dictionary(page.records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var ordered = page
        ordered.records = ids.compactMap { byID[$0] }
        let missing = ids.filter { byID[$0] == nil }
        let refusals = problems.filter { !$0.meansNone }
        let notFound = Set(problems.filter(\.meansNone).flatMap(\.ids))
        let refused = Set(refusals.flatMap(\.ids))
        let concernsUnnamed = refusals.contains { $0.ids.isEmpty }
        ordered.unreadRecords =
            missing.count { refused.contains($0) || concernsUnnamed && !notFound.contains($0) }
        ordered.vanishedRecords = missing.count - ordered.unreadRecords
        return ordered
    }
}
