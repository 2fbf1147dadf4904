import CRM

/// The set values of a page's records as the combined tables write them: by name in byte order, as texts in HubSpot's own
/// encoding (see ``CombinedEncoding``). Cleared values are not among them.
struct CombinedValues: Sendable {
    private let types: [String: String]
    private let requested: Set<String>?

    /// - Parameters:
    ///   - properties: the type's definitions; a property without one is taken as text.
    ///   - requested: the properties that are wanted; nil for all of a page.
    init(properties: [PropertyDefinition], requested: [String]?) {
        types = Dictionary(
            properties.sorted { !$0.isArchived && $1.isArchived }.map { ($0.name, $0.type) },
            uniquingKeysWith: { first, _ in first })
        self.requested = requested.map(Set.init)
    }

    /// A property of a page: its name, where its values stand and how they are written.
    struct Member {
        let name: String
        let index: Int
        let encoding: CombinedEncoding
    }

    /// The wanted properties among `names`, in the byte order of their names.
    func members(of names: [String]) -> [Member] {
        names.enumerated().filter { isWanted($1) }.map { Member(name: $1, index: $0, encoding: encoding(of: $1)) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// One record's set values; what does not parse stands as it came, and is counted for `table`.
    func values(
        of record: Record, _ members: [Member], table: String, counting counts: inout ConversionCounts
    ) -> [(name: String, value: String)] {
        var values: [(name: String, value: String)] = []
        for member in members where member.index < record.values.count {
            guard let text = record.values[member.index], !text.isEmpty else { continue }
            values.append(
                (member.name, member.encoding.encode(text, of: member.name, table: table, counting: &counts)))
        }
        return values
    }

    func isWanted(_ property: String) -> Bool { requested?.contains(property) ?? true }

    func encoding(of property: String) -> CombinedEncoding { CombinedEncoding(hubSpotType: types[property]) }
}
