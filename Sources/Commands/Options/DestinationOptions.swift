import App
import ArgumentParser

/// Where the tables are and how to get there, as flags: what a command needs that reads nothing from HubSpot.
struct DestinationOptions: ParsableArguments {
    @Option(help: "Settings file; ./hublake.yaml is read when it is there.")
    var config: String?

    @Option(help: "Where the tables go: s3://bucket/prefix/ or file:///folder.")
    var destination: String?

    @Option(help: "Connection (see `hublake connect`) that says where the tables are; instead of --destination.")
    var connection: String?

    @Option(help: "AWS region of the bucket.")
    var region: String?

    @Option(help: "Endpoint of an S3-compatible store; leave it out for AWS.")
    var s3Endpoint: String?

    @Option(help: "Profile of the AWS configuration files; goes before keys in the environment.")
    var awsProfile: String?

    @Option(help: "Role to write to the bucket with; hublake assumes it with its own keys.")
    var roleArn: String?

    @Option(help: "External id that the role's trust policy asks for.")
    var externalId: String?

    @Option(help: "Region whose STS is asked for the role's keys; that of the bucket when left out.")
    var stsRegion: String?

    @Option(help: "Endpoint of another STS; leave it out for AWS.")
    var stsEndpoint: String?

    @Flag(help: "Use AWS's endpoints that speak IPv6 too.")
    var dualStack = false

    @Flag(help: "Use AWS's endpoints with FIPS 140 cryptography.")
    var fips = false

    @Flag(help: "Allow http to an endpoint on another machine.")
    var s3AllowHttp = false

    @Option(help: "Where the bucket's name stands: auto, path or host.")
    var s3Addressing: String?

    @Option(help: "Whether each object carries a checksum: always or when-required.")
    var s3Checksums: String?

    @Option(help: "KMS key to encrypt objects with; the bucket's default when left out.")
    var s3KmsKey: String?

    @Option(help: "Whether to use the bucket's data key with KMS: true or false.")
    var s3BucketKey: String?

    @Option(help: "Account that must own the bucket; that of the role when left out.")
    var s3ExpectedBucketOwner: String?

    @Option(help: "File with additional certificate authorities (PEM).")
    var caFile: String?

    /// Flags over environment over file, with further flags of the command's.
    func configuration(
        environment: [String: String], adding more: [(SettingKey, String?)] = []
    ) throws -> Configuration {
        try Configuration(RawSettings(flags: flags + more).over(environment: environment, file: config))
    }

    private var flags: [(SettingKey, String?)] {
        [
            (.destination, destination), (.connection, connection), (.region, region), (.s3Endpoint, s3Endpoint),
            (.s3AllowHTTP, s3AllowHttp ? "true" : nil), (.s3Addressing, s3Addressing), (.s3Checksums, s3Checksums),
            (.s3KMSKey, s3KmsKey), (.s3BucketKey, s3BucketKey), (.s3ExpectedBucketOwner, s3ExpectedBucketOwner),
            (.caFile, caFile), (.awsProfile, awsProfile), (.roleARN, roleArn), (.externalID, externalId),
            (.stsRegion, stsRegion), (.stsEndpoint, stsEndpoint), (.dualStack, dualStack ? "true" : nil),
            (.fips, fips ? "true" : nil),
        ]
    }
}
