/// A call of the API by what it does. The `v3`/`v4` paths and the dated ones are two names of one thing.
enum Endpoint: Sendable, Equatable {
    case recordList(String)
    case record(String, id: String)
    case recordBatchRead(String)
    case search(String)
    case recordAssociations(String, id: String, to: String)
    case associationBatchRead(String, String)
    case associationLabels(String, String)
    case schemas
    case schema(String)
    case properties(String)
    case property(String, name: String)
    case pipelines(String)
    case pipeline(String, id: String)
    case owners
    case owner(String)
    case accountDetails
    case apiUsage
}

/// An endpoint as it was addressed.
struct Route: Sendable, Equatable {
    var endpoint: Endpoint
    /// True on dated paths, which show a few newer fields.
    var isDated: Bool

    /// The dated version that is simulated.
    static let version = "2026-03"

    /// Finds the endpoint of a method and path; throws 404 or 405.
    static func find(_ method: String, _ path: [String]) throws(APIError) -> Route {
        guard let (family, rest, isDated) = family(of: path) else { throw .notFound() }
        let matches = endpoints(of: family, rest)
        guard !matches.isEmpty else { throw .notFound() }
        guard let match = matches.first(where: { $0.method == method }) else { throw .wrongMethod }
        return Route(endpoint: match.endpoint, isDated: isDated)
    }

    private enum Family {
        case objects, objectAssociations, associations, schemas, properties, pipelines, owners, accountInfo
    }

    /// The families by their path: `hubspot-api.md` 1.2.
    private static func family(of path: [String]) -> (Family, ArraySlice<String>, Bool)? {
        let prefixes: [([String], Family, Bool)] = [
            (["crm", "objects", version], .objects, true), (["crm", "v3", "objects"], .objects, false),
            (["crm", "v4", "objects"], .objectAssociations, false),
            (["crm", "associations", version], .associations, true),
            (["crm", "v4", "associations"], .associations, false),
            (["crm-object-schemas", version, "schemas"], .schemas, true),
            (["crm-object-schemas", "v3", "schemas"], .schemas, false), (["crm", "v3", "schemas"], .schemas, false),
            (["crm", "properties", version], .properties, true), (["crm", "v3", "properties"], .properties, false),
            (["crm", "pipelines", version], .pipelines, true), (["crm", "v3", "pipelines"], .pipelines, false),
            (["crm", "owners", version], .owners, true), (["crm", "v3", "owners"], .owners, false),
            (["account-info", version], .accountInfo, true), (["account-info", "v3"], .accountInfo, false),
        ]
        return prefixes.first { path.starts(with: $0.0) }.map { ($0.1, path.dropFirst($0.0.count), $0.2) }
    }

    private static func endpoints(
        of family: Family, _ rest: ArraySlice<String>
    ) -> [(method: String, endpoint: Endpoint)] {
        let part = Array(rest)
        switch (family, part.count) {
        case (.objects, 1): return [("GET", .recordList(part[0]))]
        case (.objects, 2) where part[1] == "search": return [("POST", .search(part[0]))]
        case (.objects, 2): return [("GET", .record(part[0], id: part[1]))]
        case (.objects, 3) where part[1...] == ["batch", "read"]: return [("POST", .recordBatchRead(part[0]))]
        case (.objects, 4) where part[2] == "associations", (.objectAssociations, 4) where part[2] == "associations":
            return [("GET", .recordAssociations(part[0], id: part[1], to: part[3]))]
        case (.associations, 4) where part[2...] == ["batch", "read"]:
            return [("POST", .associationBatchRead(part[0], part[1]))]
        case (.associations, 3) where part[2] == "labels": return [("GET", .associationLabels(part[0], part[1]))]
        case (.schemas, 0): return [("GET", .schemas)]
        case (.schemas, 1): return [("GET", .schema(part[0]))]
        case (.properties, 1): return [("GET", .properties(part[0]))]
        case (.properties, 2): return [("GET", .property(part[0], name: part[1]))]
        case (.pipelines, 1): return [("GET", .pipelines(part[0]))]
        case (.pipelines, 2): return [("GET", .pipeline(part[0], id: part[1]))]
        case (.owners, 0): return [("GET", .owners)]
        case (.owners, 1): return [("GET", .owner(part[0]))]
        case (.accountInfo, 1) where part[0] == "details": return [("GET", .accountDetails)]
        case (.accountInfo, 3) where part == ["api-usage", "daily", "private-apps"]: return [("GET", .apiUsage)]
        default: return []
        }
    }
}

extension Endpoint {
    /// The endpoint's name in `GET /_simulator/calls`.
    var name: String {
        switch self {
        case .recordList: "records.list"
        case .record: "records.get"
        case .recordBatchRead: "records.batchRead"
        case .search: "records.search"
        case .recordAssociations: "associations.ofRecord"
        case .associationBatchRead: "associations.batchRead"
        case .associationLabels: "associations.labels"
        case .schemas: "schemas.list"
        case .schema: "schemas.get"
        case .properties: "properties.list"
        case .property: "properties.get"
        case .pipelines: "pipelines.list"
        case .pipeline: "pipelines.get"
        case .owners: "owners.list"
        case .owner: "owners.get"
        case .accountDetails: "account.details"
        case .apiUsage: "account.usage"
        }
    }
}
