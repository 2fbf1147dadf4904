public import AWS
public import Connect
import Foundations
import ObjectStore

/// What somebody asks for when a connection is reserved.
public struct ConnectionRequest: Sendable {
    /// The connection's name; nil for the bucket's.
    public var name: ConnectionName?
    /// The destination; nil to go on with the connection of ``name``.
    public var destination: DestinationText?
    /// Further prefixes that the role may use.
    public var prefixes: [String] = []
    /// The partition; nil for the role's, the region's, or the commercial one.
    public var partition: Partition?
    /// The role, by its ARN.
    public var role: RoleARN?
    /// The role's name where its ARN is not known.
    public var roleName: String?
    /// The customer's account.
    public var account: String?
    /// The account that owns the bucket, where it is not the role's.
    public var bucketAccount: String?
    /// The ARN of the bucket's KMS key.
    public var kmsKey: String?
    /// Where the HubSpot token is, or the token.
    public var hubspotToken: SecretReference?

    /// A request; see the properties.
    public init() {}

    /// The URL of a destination, as it was typed.
    public typealias DestinationText = String

    /// The bucket and the prefix of ``destination``; throws `configuration` for anything but a bucket.
    func place() throws(Failure) -> (bucket: String, prefix: String)? {
        guard let destination else { return nil }
        guard case .s3(let bucket, let prefix) = try DestinationURL(BucketAddress.url(destination)) else {
            throw Failure(
                .configuration, "cannot connect to \(destination)", why: "only a bucket is in somebody's AWS account",
                remedy: "Write --destination s3://bucket/prefix/. A folder needs no connection.")
        }
        return (bucket, prefix)
    }

    /// The role's ARN: as given, or made of name and account.
    func roleARN(_ partition: Partition, defaultName: String) throws(Failure) -> RoleARN? {
        if let role { return role }
        guard let account else { return nil }
        return try RoleARN(account: account, name: roleName ?? defaultName, partition: partition)
    }
}
