import Foundations

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
        message = document.text("message")
        category = document.text("category")
        subCategory = document.text("subCategory")
        correlationID = document.text("correlationId")
        policyName = document.text("policyName")
        correctHublet = document.text("correctHublet")
        isHubSpot = message != nil || category != nil || correlationID != nil
        let contexts = [document.member("context")] + document.elements("errors").map { $0.member("context") }
        for scope in contexts.flatMap({ $0.elements("requiredGranularScopes") }).compactMap(\.plainText)
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
