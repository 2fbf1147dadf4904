/// S3's errors, as it sends them.
public enum S3Refusal {
    /// An error with code, words and further elements.
    public static func answer(
        _ status: Int, _ code: String, _ message: String, elements: [(String, String)] = [],
        headers: [String: String] = [:]
    ) -> PeerAnswer {
        let more = elements.map { "<\($0.0)>\(PeerText.xml($0.1))</\($0.0)>" }.joined()
        return .xml(
            status,
            "<Error><Code>\(code)</Code><Message>\(PeerText.xml(message))</Message>\(more)"
                + "<RequestId>PEER0000000000001</RequestId><HostId>peer/host+id=</HostId></Error>", headers: headers)
    }

    /// 200 with an error inside: what a call that takes its time can end in after its head was sent.
    public static let errorInside200 = answer(
        200, "InternalError", "We encountered an internal error. Please try again.")

    /// 503 without a body, as load balancers send it.
    public static let bareUnavailable = PeerAnswer(503)

    /// S3 asks to slow down.
    public static let slowDown = answer(503, "SlowDown", "Please reduce your request rate.")

    /// Another writer was at it at the same moment.
    public static let conditionalConflict = answer(
        409, "ConditionalRequestConflict",
        "The conditional request cannot succeed due to a conflicting operation against this resource.")

    /// The session has ended.
    public static let expiredToken = answer(400, "ExpiredToken", "The provided token has expired.")

    /// Permission is missing, and AWS does not tell which policy said so.
    public static let accessDenied = answer(403, "AccessDenied", "Access Denied")
}
