/// The ways in which people write where a bucket is, brought into the one that hublake uses: `s3://bucket/prefix`.
///
/// HubSpot's form asks for an S3 URL; consoles and tools offer ARNs and HTTPS addresses. What is none of them stays as it is, so that
/// the check of destinations can say what is wrong with it.
public enum BucketAddress {
    /// `text` as `s3://bucket/prefix`, if it names a bucket in a known way.
    public static func url(_ text: String) -> String {
        let text = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        if text.contains("://") { return web(text) ?? text }
        if let match = text.firstMatch(of: /^arn:aws[a-z-]*:s3:::(.+)$/) { return "s3://\(match.1)" }
        guard !text.hasPrefix("arn:"), !text.hasPrefix("/"), !text.isEmpty else { return text }
        return "s3://\(text)"
    }

    /// Virtual-hosted and path-style addresses of AWS's.
    private static func web(_ text: String) -> String? {
        let domain = /\.amazonaws\.(?:com\.cn|com|eu)/
        guard let rest = text.wholeMatch(of: /https?:\/\/([^\/?]+)\/?([^?]*)(?:\?.*)?/) else { return nil }
        let (host, path) = (rest.1, rest.2)
        guard let end = host.firstRange(of: domain), end.upperBound == host.endIndex else { return nil }
        let name = host[..<end.lowerBound]
        if name.firstMatch(of: /^s3(?:[.-][a-z0-9.-]+)?$/) != nil { return "s3://\(path)" }
        guard let service = name.firstMatch(of: /^(.+)\.s3(?:[.-][a-z0-9.-]+)?$/) else { return nil }
        return "s3://\(service.1)/\(path)"
    }
}
