/// The three call limits of HubSpot that matter to an extractor; each is counted on its own.
///
/// Source: developers.hubspot.com/docs, "API usage guidelines and limits".
public enum CallBudget: String, Sendable, Hashable, Codable, CaseIterable {
    /// Per app and account, in a rolling window of ten seconds.
    case general
    /// Per account and second.
    case search
    /// Association batch reads and labels, in a rolling window of ten seconds.
    case associations

    /// The rolling window in which calls are counted.
    public var window: Duration {
        switch self {
        case .general, .associations: .seconds(10)
        case .search: .seconds(1)
        }
    }
}
