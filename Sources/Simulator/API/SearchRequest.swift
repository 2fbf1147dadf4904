/// The body of a search: `hubspot-api.md` section 9.
struct SearchRequest: Decodable, Sendable {
    var filterGroups: [Group]?
    /// A bare list is taken as one group.
    var filters: [Filter]?
    var sorts: [Sort]?
    var properties: [String]?
    var query: String?
    var limit: Int?
    var after: LooseID?

    struct Group: Decodable, Sendable {
        var filters: [Filter]
    }

    struct Filter: Decodable, Sendable {
        var propertyName: String
        var `operator`: String
        var value: LooseID?
        var highValue: LooseID?
        var values: [LooseID]?
    }

    /// `{propertyName, direction}`, or a bare name for ascending.
    struct Sort: Decodable, Sendable {
        var propertyName: String
        var isDescending: Bool

        private enum Key: String, CodingKey { case propertyName, direction }

        init(from decoder: any Decoder) throws {
            if let name = try? decoder.singleValueContainer().decode(String.self) {
                isDescending = name.hasPrefix("-")
                propertyName = isDescending ? String(name.dropFirst()) : name
            } else {
                let container = try decoder.container(keyedBy: Key.self)
                propertyName = try container.decode(String.self, forKey: .propertyName)
                isDescending = try container.decodeIfPresent(String.self, forKey: .direction) == "DESCENDING"
            }
        }
    }

    /// All groups; one of them has to match.
    var groups: [[Filter]] {
        let given = (filterGroups ?? []).map(\.filters)
        return given.isEmpty ? (filters.map { [$0] } ?? []) : given
    }
}
