import AWS
import Connect
import Foundations
import HTTP
import ObjectStore

extension Configuration {
    /// The partition of the region that the settings name; nil without one.
    var usualPartition: Partition? { origins[.region].flatMap { Partition(region: $0.text) } }

    /// The region as it was set for hublake; AWS's own variables are about something else than this bucket.
    var statedRegion: String? {
        guard let entry = origins[.region], !entry.origin.hasPrefix("AWS_") else { return nil }
        return entry.text
    }

    /// These settings, with what `connection` says about its servers.
    func servers(of connection: Connection) throws(Failure) -> Configuration {
        var settings = self
        if s3Endpoint == nil, let endpoint = try Self.origin(connection.s3Endpoint) {
            settings.s3Endpoint = endpoint
            // As without a connection: more S3-compatible servers know CRC-32C than AWS's newest.
            if origins[.s3Checksums] == nil { settings.s3.writing.checksum = .crc32c }
        }
        if aws.sts.custom == nil { settings.aws.sts.custom = try Self.origin(connection.stsEndpoint) }
        settings.aws.sts.region = aws.sts.region ?? connection.stsRegion
        return settings
    }

    private static func origin(_ text: String?) throws(Failure) -> HTTPOrigin? {
        guard let text else { return nil }
        guard let origin = HTTPOrigin(url: text) else {
            throw Failure(
                .configuration, "cannot use the connection's endpoint", why: "\(text) is not the URL of a server",
                remedy: "Connect again.")
        }
        return origin
    }
}

extension HTTPOrigin {
    /// The origin as a URL.
    var url: String { "\(scheme)://\(authority)" }
}
