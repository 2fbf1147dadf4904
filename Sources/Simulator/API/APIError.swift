/// A refusal in HubSpot's error body.
struct APIError: Error, Sendable {
    var status: Int
    var message: String
    var category: String?
    var subCategory: String?
    var errors: [JSON] = []
    var context: JSON?
    var links: JSON?

    /// The body, with the call's correlation id.
    func answer(correlationID: String) -> Answer {
        .json(
            .fields([
                "status": "error", "message": .string(message), "correlationId": .string(correlationID),
                "subCategory": subCategory.map(JSON.string), "context": context,
                "errors": errors.isEmpty ? nil : .array(errors), "links": links, "category": category.map(JSON.string),
            ]), status: status)
    }
}

extension APIError {
    /// 400: the call cannot be understood, or asks for too much.
    static func invalid(_ message: String) -> APIError {
        APIError(status: 400, message: message, category: "VALIDATION_ERROR")
    }

    /// 400: no object type has that name.
    static func unknownType(_ name: String) -> APIError {
        APIError(status: 400, message: "Unable to infer object type from: \(name)")
    }

    /// 401: the token is none of the account's.
    static var unauthenticated: APIError {
        APIError(
            status: 401,
            message:
                "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
                + "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
            category: "INVALID_AUTHENTICATION")
    }

    /// 403: none of the scopes that would do is granted.
    static func missingScopes(_ anyOf: [String]) -> APIError {
        APIError(
            status: 403,
            message:
                "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
                + "https://developers.hubspot.com/scopes.",
            category: "MISSING_SCOPES",
            errors: [
                .fields([
                    "message": "One or more of the following scopes are required.",
                    "context": .fields(["requiredGranularScopes": .strings(anyOf)]),
                ])
            ],
            links: .fields(["scopes": "https://developers.hubspot.com/scopes"]))
    }

    /// 401: the token was the account's once.
    static var expired: APIError {
        APIError(
            status: 401, message: "The access token is expired. Its life is over; refresh it and try again.",
            category: "EXPIRED_AUTHENTICATION")
    }

    /// 403 in the words of services that name no category: the subscription does not have the type.
    static func notInSubscription(_ type: ObjectType) -> APIError {
        APIError(
            status: 403,
            message: "You do not have permissions to view_schema object type \(type.fullyQualifiedName) "
                + "(requires one of [\(type.plural)-read])")
    }

    /// 404: nothing of that name or id.
    static func notFound(_ message: String = "resource not found") -> APIError {
        APIError(status: 404, message: message, category: "OBJECT_NOT_FOUND")
    }

    /// 405: the path is there, the method is not.
    static var wrongMethod: APIError { APIError(status: 405, message: "Method Not Allowed") }
}
