/// HubSpot's error document, of which every field is optional in practice.
///
/// Source: developers.hubspot.com/docs, "Error handling".
struct APIErrorBody: Sendable, Hashable {
    var message: String?
    var category: String?
    var subCategory: String?
    var correlationID: String?
    /// Which limit a 429 is about.
    var policyName: String?
    /// The region that a 488 points to.
    var correctHublet: String?
    /// The scopes that a 403 asks for.
    var requiredScopes: [String] = []
    /// Whether the body was HubSpot's at all, and not some proxy's page.
    var isHubSpot = false

    /// An error document, or an empty one if `body` is something else.
    init(_ body: [UInt8]) { self.init((try? JSONValue(parsing: body)) ?? .null) }

    init(_ document: JSONValue) {
        message = document["message"].text
        category = document["category"].text
        subCategory = document["subCategory"].text
        correlationID = document["correlationId"].text
        policyName = document["policyName"].text
        correctHublet = document["correctHublet"].text
        isHubSpot = message != nil || category != nil || correlationID != nil
        var contexts = [document["context"]]
        contexts += (document["errors"].elements ?? []).map { $0["context"] }
        for scope in contexts.flatMap({ $0["requiredGranularScopes"].elements ?? [] }).compactMap(\.text)
        where !requiredScopes.contains(scope) { requiredScopes.append(scope) }
        if requiredScopes.isEmpty { requiredScopes = Self.scopes(namedIn: message ?? "") }
    }

    /// The scopes of "… (requires one of [leads-read, leads-write])".
    private static func scopes(namedIn message: String) -> [String] {
        guard let start = message.firstRange(of: "requires one of [")?.upperBound,
            let end = message[start...].firstIndex(of: "]")
        else { return [] }
        return message[start..<end].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
    }
}
