/// STS's XML answers.
enum STSXML {
    /// Far above any answer of STS's, in bytes.
    private static let limit = 1 << 18

    static func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
        try XMLAnswer.decode(type, from: body, limit: limit, trimsBlanks: true)
    }
}

/// The body of an error.
struct STSErrorBody: Decodable {
    struct Error: Decodable {
        var code: String
        var message: String?

        enum CodingKeys: String, CodingKey {
            case code = "Code"
            case message = "Message"
        }
    }

    var error: Error
    var requestID: String?

    enum CodingKeys: String, CodingKey {
        case error = "Error"
        case requestID = "RequestId"
    }
}

/// What stands beside every result.
struct STSMetadataBody: Decodable {
    var requestID: String?

    enum CodingKeys: String, CodingKey { case requestID = "RequestId" }
}

/// The body of GetCallerIdentity.
struct CallerIdentityBody: Decodable {
    struct Result: Decodable {
        var arn: String
        var userID: String
        var account: String

        enum CodingKeys: String, CodingKey {
            case arn = "Arn"
            case userID = "UserId"
            case account = "Account"
        }
    }

    var result: Result
    var metadata: STSMetadataBody?

    enum CodingKeys: String, CodingKey {
        case result = "GetCallerIdentityResult"
        case metadata = "ResponseMetadata"
    }
}

/// The result of AssumeRole and of AssumeRoleWithWebIdentity.
struct AssumedRoleBody: Decodable {
    struct Keys: Decodable {
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String
        var expiration: String

        enum CodingKeys: String, CodingKey {
            case accessKeyID = "AccessKeyId"
            case secretAccessKey = "SecretAccessKey"
            case sessionToken = "SessionToken"
            case expiration = "Expiration"
        }
    }

    struct User: Decodable {
        var id: String
        var arn: String

        enum CodingKeys: String, CodingKey {
            case id = "AssumedRoleId"
            case arn = "Arn"
        }
    }

    struct Result: Decodable {
        var keys: Keys
        var user: User
        var packedPolicySize: String?

        enum CodingKeys: String, CodingKey {
            case keys = "Credentials"
            case user = "AssumedRoleUser"
            case packedPolicySize = "PackedPolicySize"
        }
    }

    var assumed: Result?
    var assumedWithWebIdentity: Result?
    var metadata: STSMetadataBody?

    enum CodingKeys: String, CodingKey {
        case assumed = "AssumeRoleResult"
        case assumedWithWebIdentity = "AssumeRoleWithWebIdentityResult"
        case metadata = "ResponseMetadata"
    }
}
