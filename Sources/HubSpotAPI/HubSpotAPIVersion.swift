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

    var customObjectSchemas: Endpoint { general("crm-object-schemas", tail: "schemas") }

    var owners: Endpoint { crm("owners") }

    func properties(of type: String) -> Endpoint { crm("properties", .value(type, "type")) }

    func pipelines(of type: String) -> Endpoint { crm("pipelines", .value(type, "type")) }

    func records(of type: String) -> Endpoint { crm("objects", .value(type, "type")) }

    func recordBatchRead(of type: String) -> Endpoint {
        crm("objects", .value(type, "type"), .word("batch"), .word("read"))
    }

    func associationBatchRead(from: String, to: String) -> Endpoint {
        associations(from, to, .word("batch"), .word("read"))
    }

    func associationLabels(from: String, to: String) -> Endpoint { associations(from, to, .word("labels")) }

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
