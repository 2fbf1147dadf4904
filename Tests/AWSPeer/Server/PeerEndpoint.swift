/// What a host name of AWS stands for.
struct PeerEndpoint: Hashable {
    enum Service: Hashable {
        case sts
        /// The bucket where it stands in the host, else it is the path's first segment.
        case s3(bucket: String?)
    }

    var service: Service
    /// The region in the name; nil for a server that is none of AWS's, which takes whatever region was signed for.
    var region: String?

    /// Reads `Host`; nil when AWS has no such name.
    init?(host: String) {
        if host.hasPrefix("127.0.0.1") || host.hasPrefix("localhost") {
            self.init(service: .s3(bucket: nil), region: nil)
            return
        }
        let domains = [
            ".amazonaws.com.cn", ".amazonaws.com", ".amazonaws.eu", ".api.aws", ".api.amazonwebservices.com.cn",
            ".api.amazonwebservices.eu",
        ]
        guard let domain = domains.first(where: host.hasSuffix) else { return nil }
        var labels = host.dropLast(domain.count).split(separator: ".").map(String.init)
        if labels == ["sts"] {
            self.init(service: .sts, region: "us-east-1")
            return
        }
        guard labels.count >= 2, let region = labels.popLast() else { return nil }
        if labels.last == "dualstack" { labels.removeLast() }
        guard let service = labels.popLast() else { return nil }
        switch service {
        case "sts", "sts-fips":
            guard labels.isEmpty else { return nil }
            self.init(service: .sts, region: region)
        case "s3", "s3-fips":
            self.init(service: .s3(bucket: labels.isEmpty ? nil : labels.joined(separator: ".")), region: region)
        case "s3-accesspoint", "s3-accesspoint-fips":
            guard labels.count == 1 else { return nil }
            self.init(service: .s3(bucket: labels[0]), region: region)
        default: return nil
        }
    }

    private init(service: Service, region: String?) {
        self.service = service
        self.region = region
    }
}
