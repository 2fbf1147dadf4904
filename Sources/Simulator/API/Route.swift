/// An endpoint as it was addressed.
struct Route: Sendable, Equatable {
    var endpoint: Endpoint
    /// True on dated paths, which show a few newer fields.
    var isDated: Bool

    /// The dated versions that are simulated; all of them answer alike.
    static let versions: Set = ["2026-03", "2026-09"]

    /// Finds the endpoint of a method and path; throws 404 or 405.
    static func find(_ method: String, _ path: [String]) throws(APIError) -> Route {
        guard let (family, rest, isDated) = family(of: path) else { throw .notFound() }
        let matches = endpoints(of: family, rest)
        guard !matches.isEmpty else { throw .notFound() }
        guard let match = matches.first(where: { $0.method == method }) else { throw .wrongMethod }
        return Route(endpoint: match.endpoint, isDated: isDated)
    }

    private enum Family {
        case objects, objectAssociations, associations, schemas, properties, pipelines, owners, accountInfo, lists
        case events, eventDefinitions, emailEvents, limits, objectLibrary, oauth
    }

    /// The families by their path: `hubspot-api.md` 1.2.
    private static func family(of path: [String]) -> (Family, ArraySlice<String>, Bool)? {
        let version = path.first { versions.contains($0) } ?? "-"
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
            (["crm", "lists", version], .lists, true), (["crm", "v3", "lists"], .lists, false),
            (["events", "event-occurrences", version], .events, true), (["events", "v3", "events"], .events, false),
            (["events", "custom", version, "event-definitions"], .eventDefinitions, true),
            (["events", version, "event-definitions"], .eventDefinitions, true),
            (["events", "v3", "event-definitions"], .eventDefinitions, false),
            (["email", "public", "v1", "events"], .emailEvents, false),
            (["crm", "limits", version], .limits, true), (["crm", "v3", "limits"], .limits, false),
            (["crm", "object-library", version], .objectLibrary, true),
            (["crm", "v3", "object-library"], .objectLibrary, false),
            (["oauth", version, "token"], .oauth, true), (["oauth", "v3", "token"], .oauth, false),
            (["oauth", "v1", "token"], .oauth, false),
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
        case (.objects, 2) where part[1] == "merge": return [("POST", .merge(part[0]))]
        case (.objects, 2) where part[1] == "gdpr-delete": return [("POST", .privacyDelete(part[0]))]
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
        default: return furtherEndpoints(of: family, part)
        }
    }

    private static func furtherEndpoints(of family: Family, _ part: [String]) -> [(method: String, endpoint: Endpoint)]
    {
        switch (family, part.count) {
        case (.pipelines, 3) where part[2] == "audit": return [("GET", .pipelineAudit(part[0], id: part[1]))]
        case (.lists, 0): return [("GET", .lists)]
        case (.lists, 1) where part[0] == "search": return [("POST", .listSearch)]
        case (.lists, 1) where part[0] == "all": return [("POST", .listPages)]
        case (.lists, 1): return [("GET", .list(part[0]))]
        case (.lists, 2) where part[1] == "memberships": return [("GET", .listMemberships(part[0]))]
        case (.lists, 3) where part[1...] == ["memberships", "join-order"]:
            return [("GET", .listMembershipsByTime(part[0]))]
        case (.lists, 4) where part[0] == "records" && part[3] == "memberships":
            return [("GET", .listsOfRecord(part[1], id: part[2]))]
        case (.events, 0): return [("GET", .events)]
        case (.events, 1) where part[0] == "event-types": return [("GET", .eventTypes)]
        case (.eventDefinitions, 0): return [("GET", .eventDefinitions)]
        case (.eventDefinitions, 1): return [("GET", .eventDefinition(part[0]))]
        case (.emailEvents, 0): return [("GET", .emailEvents)]
        case (.limits, 1) where part[0] == "records": return [("GET", .recordCounts)]
        case (.objectLibrary, 1) where part[0] == "enablement": return [("GET", .enablement)]
        case (.objectLibrary, 2) where part[0] == "enablement": return [("GET", .enablementOfType(part[1]))]
        case (.oauth, 0): return [("POST", .tokens)]
        default: return []
        }
    }
}
