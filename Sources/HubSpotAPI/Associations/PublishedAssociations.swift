public import CRM

/// The pairs of standard types that HubSpot can associate, so that finding out an account's association types needs no call for
/// each pair of all its types.
///
/// Source: developers.hubspot.com/docs, "Associate records", the table of association type ids.
public enum PublishedAssociations {
    /// Whether records of the pair may be associated: it stands in HubSpot's table in either direction, or one of its types is
    /// not in the table at all (custom types, types without a published id).
    public static func mayHave(_ pair: AssociationPair) -> Bool {
        guard let forward = targets[pair.from.rawValue], let backward = targets[pair.to.rawValue] else { return true }
        return forward.contains(pair.to.rawValue) || backward.contains(pair.from.rawValue)
    }

    private static let targets: [String: Set<String>] = lines.mapValues { line in
        Set(line.split(separator: " ").map { "0-\($0)" })
    }

    private static let lines: [String: String] = [
        "0-1": "1 2 3 5 14 18 19 27 46 47 48 49 53 69 101 116 123 136 142 162 410 420 421 970",
        "0-2": "1 2 3 5 14 18 19 27 46 47 48 49 53 69 101 116 123 136 162 410 420 421 970",
        "0-3": "1 2 3 5 8 14 18 19 27 46 47 48 49 53 69 74 101 116 123 136 142 162 410 420 421 970",
        "0-5": "1 2 3 5 18 19 27 46 47 48 49 69 101 116 123 162 410 420 421 970",
        "0-8": "3 14 53 69 84 101 123 142 970",
        "0-14": "1 2 3 8 19 27 53 69 84 85 86 101 123 142",
        "0-18": "1 2 3 5 123 136 162 410 420 421 970",
        "0-19": "1 2 3 5 14 48 53 69 101 123 136 142",
        "0-27": "1 2 3 5 14 123 136 162 410 420 421 970",
        "0-46": "1 2 3 5 123 136 162 410 420 421 970",
        "0-47": "1 2 3 5 123 136 162 410 420 421",
        "0-48": "1 2 3 5 19 123 136 162 410 420 421 970",
        "0-49": "1 2 3 5 123 162 410 420 421 970",
        "0-53": "1 2 3 5 8 14 19 69 84 85 86 101 123",
        "0-69": "1 2 3 5 8 14 19 53 123",
        "0-74": "3",
        "0-84": "3 8 14 53 123 142",
        "0-85": "14 53 101",
        "0-86": "14 53",
        "0-101": "1 2 3 5 8 14 19 53 69 84 85 123",
        "0-116": "1 2 3 5 123 162 410 420 421 970",
        "0-123": "1 2 3 5 8 14 18 19 27 46 47 48 49 53 69 84 101 116 142",
        "0-136": "1 2 3 18 19 27 46 47 48 49",
        "0-142": "1 3 5 8 14 19 27 84 123",
        "0-162": "1 2 3 5 18 27 46 47 48 49 116 970",
        "0-410": "1 2 3 5 18 27 46 47 48 49 116 970",
        "0-420": "1 2 3 5 18 27 46 47 48 49 116 970",
        "0-421": "1 2 3 5 18 27 46 47 48 49 116 970",
        "0-970": "1 2 3 5 18 27 46 47 48 49 54 116 162 410 420 421 970",
    ]
}
