/// STS's limits, checked here so that a mistake is told before anybody is asked. From the API reference of AssumeRole.
public enum STSLimits {
    /// Lengths of a session's name.
    public static let sessionName = 2...64
    /// Lengths of an external id.
    public static let externalID = 2...1224
    /// Seconds that a session may last; one that a session opens (role chaining) lasts an hour at most.
    public static let duration = 900...43_200
    /// The longest session that another session may open, in seconds.
    public static let chainedDuration = 3600
    /// Characters of an inline session policy.
    public static let sessionPolicy = 1...2048
    /// Bytes of a web identity token.
    static let webIdentityToken = 4...20_000

    /// Why `name` is no session's name; nil when it is one.
    public static func problem(sessionName name: String) -> String? {
        sessionName.contains(name.unicodeScalars.count) && name.utf8.allSatisfy(ARN.isIAMCharacter)
            ? nil : "a session's name has 2 to 64 letters, digits and +=,.@_-"
    }

    /// Why `id` is no external id; nil when it is one.
    public static func problem(externalID id: String) -> String? {
        let isValid =
            externalID.contains(id.unicodeScalars.count)
            && id.utf8.allSatisfy { ARN.isIAMCharacter($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        return isValid ? nil : "an external id has 2 to 1,224 letters, digits and +=,.@:/_-"
    }

    /// Why a session cannot last `seconds`; nil when it can.
    public static func problem(duration seconds: Int) -> String? {
        duration.contains(seconds) ? nil : "a session lasts 900 to 43,200 seconds"
    }

    /// Why `json` is no session policy; nil when its length and characters are right.
    public static func problem(sessionPolicy json: String) -> String? {
        guard sessionPolicy.contains(json.unicodeScalars.count) else {
            return "a session policy has at most 2,048 characters"
        }
        // The API's pattern: tab, line ends, and U+0020 to U+00FF.
        let isValid = json.unicodeScalars.allSatisfy {
            $0 == "\t" || $0 == "\n" || $0 == "\r" || (0x20...0xFF).contains($0.value)
        }
        return isValid ? nil : "a session policy has characters that STS does not take"
    }

    /// The first problem of `request`; nil when it has none.
    static func problem(_ request: AssumeRoleRequest) -> String? {
        problem(sessionName: request.sessionName) ?? request.externalID.flatMap(problem(externalID:))
            ?? problem(duration: request.duration) ?? request.sessionPolicy.flatMap(problem(sessionPolicy:))
    }

    /// The first problem of `request`; nil when it has none.
    static func problem(_ request: WebIdentityRequest) -> String? {
        problem(sessionName: request.sessionName) ?? request.duration.flatMap(problem(duration:))
            ?? (webIdentityToken.contains(request.token.utf8.count) ? nil : "the web identity token is no token")
    }
}
