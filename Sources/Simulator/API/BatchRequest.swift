/// The body of a batch read.
struct BatchRequest: Decodable, Sendable {
    var inputs: [Input]
    var properties: [String]?
    var propertiesWithHistory: [String]?
    var idProperty: String?

    struct Input: Decodable, Sendable {
        var id: LooseID
        var after: String?
    }
}

/// The body of a merge call.
struct MergeRequest: Decodable, Sendable {
    var primaryObjectId: LooseID
    var objectIdToMerge: LooseID
}

/// The body of a privacy deletion.
struct PrivacyRequest: Decodable, Sendable {
    var objectId: LooseID
}

/// An id as HubSpot takes it: a string, or a number that it reads as one.
struct LooseID: Decodable, Sendable {
    var text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }
}
