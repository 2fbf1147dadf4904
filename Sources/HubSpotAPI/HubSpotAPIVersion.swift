/// Which generation of HubSpot's paths is used.
///
/// HubSpot releases dated versions each March and September and supports one for 18 months; v3 loses support in September
/// 2027, v4 on 2027-03-30. Source: developers.hubspot.com/docs, "Versioning".
public enum HubSpotAPIVersion: Sendable, Hashable {
    /// A dated version, `2026-03` for example.
    case dated(String)
    /// The v3 paths, and v4 for associations.
    case legacy

    /// The version that hublake is tested with.
    public static let standard = HubSpotAPIVersion.dated("2026-03")
}

// MARK: - Paths

/// The one place that knows HubSpot's paths.
extension HubSpotAPIVersion {
    var accountDetails: Endpoint { general("account-info", tail: "details") }

    var dailyUsage: Endpoint {
        let family: [Endpoint.Segment] = [.word("account-info"), segment(legacy: "v3")]
        let tail: [Endpoint.Segment] = [.word("api-usage"), .word("daily"), .word("private-apps")]
        return Endpoint(family + tail, budget: .general)
    }

    var customObjectSchemas: Endpoint { general("crm-object-schemas", tail: "schemas") }

    var owners: Endpoint { crm("owners") }

    var objectLibrary: Endpoint { crm("object-library", .word("enablement")) }

    var recordCounts: Endpoint { crm("limits", .word("records")) }

    var listSearch: Endpoint { crm("lists", .word("search")) }

    func list(_ list: Int64) -> Endpoint { crm("lists", .value(String(list), "list")) }

    func memberships(of list: Int64) -> Endpoint {
        crm("lists", .value(String(list), "list"), .word("memberships"), .word("join-order"))
    }

    func properties(of type: String) -> Endpoint { crm("properties", .value(type, "type")) }

    func pipelines(of type: String) -> Endpoint { crm("pipelines", .value(type, "type")) }

    func records(of type: String) -> Endpoint { crm("objects", .value(type, "type")) }

    func record(_ id: Int64, of type: String) -> Endpoint {
        crm("objects", .value(type, "type"), .value(String(id), "id"))
    }

    func recordBatchRead(of type: String) -> Endpoint {
        crm("objects", .value(type, "type"), .word("batch"), .word("read"))
    }

    func search(_ type: String) -> Endpoint {
        var endpoint = crm("objects", .value(type, "type"), .word("search"))
        endpoint.budget = .search
        return endpoint
    }

    func associationBatchRead(from: String, to: String) -> Endpoint {
        associations(from, to, .word("batch"), .word("read"))
    }

    func associationLabels(from: String, to: String) -> Endpoint { associations(from, to, .word("labels")) }

    var eventOccurrences: Endpoint { Endpoint(eventsFamily, budget: .general) }

    var eventTypes: Endpoint { Endpoint(eventsFamily + [.word("event-types")], budget: .general) }

    /// HubSpot moved the definitions under `custom` with 2026-09.
    var eventDefinitions: Endpoint {
        let head: [Endpoint.Segment] =
            switch self {
            case .dated(let version) where version >= "2026-09": [.word("events"), .word("custom")]
            case .dated, .legacy: [.word("events")]
            }
        return Endpoint(head + [segment(legacy: "v3"), .word("event-definitions")], budget: .general)
    }

    /// The only API with the events of marketing e-mail; it has no dated path.
    static let emailEvents = Endpoint(
        [.word("email"), .word("public"), .word("v1"), .word("events")], budget: .general)

    private var eventsFamily: [Endpoint.Segment] {
        switch self {
        case .dated: [.word("events"), .word("event-occurrences"), segment(legacy: "v3")]
        case .legacy: [.word("events"), .word("v3"), .word("events")]
        }
    }

    private func general(_ family: String, tail: String) -> Endpoint {
        Endpoint([.word(family), segment(legacy: "v3"), .word(tail)], budget: .general)
    }

    private func crm(_ family: String, _ tail: Endpoint.Segment...) -> Endpoint {
        switch self {
        case .dated: Endpoint([.word("crm"), .word(family), segment(legacy: "v3")] + tail, budget: .general)
        case .legacy: Endpoint([.word("crm"), .word("v3"), .word(family)] + tail, budget: .general)
        }
    }

    private func associations(_ from: String, _ to: String, _ tail: Endpoint.Segment...) -> Endpoint {
        let pair: [Endpoint.Segment] = [.value(from, "from"), .value(to, "to")]
        let head: [Endpoint.Segment] =
            switch self {
            case .dated: [.word("crm"), .word("associations"), segment(legacy: "v4")]
            case .legacy: [.word("crm"), .word("v4"), .word("associations")]
            }
        return Endpoint(head + pair + tail, budget: .associations)
    }

    private func segment(legacy: String) -> Endpoint.Segment {
        switch self {
        case .dated(let version): .value(version, "version")
        case .legacy: .word(legacy)
        }
    }
}
