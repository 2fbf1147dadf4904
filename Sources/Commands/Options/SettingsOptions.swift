import App
import ArgumentParser

/// The settings as flags; each has the same name in `hublake.yaml` and, in capitals, in the environment.
struct SettingsOptions: ParsableArguments {
    @Option(help: "Settings file; ./hublake.yaml is read when it is there.")
    var config: String?

    @Option(help: "HubSpot's API, or a simulator.")
    var hubspotUrl: String?

    @Option(help: "File with the HubSpot token; HUBSPOT_TOKEN does as well. Never the token itself.")
    var hubspotTokenFile: String?

    @Option(help: "Version of HubSpot's API paths: 2026-03, or v3 for the legacy paths.")
    var hubspotVersion: String?

    @Option(help: "Where the tables go: s3://bucket/prefix/ or file:///folder.")
    var destination: String?

    @Option(help: "Connection (see `hublake connect`) to sync into; instead of --destination.")
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

    @Option(help: "individual (one table a type), combined (one for all types) or both.")
    var organization: String?

    @Option(help: "Tables to sync, as names or patterns: 'objects_*,owners'.")
    var tables: String?

    @Option(help: "Column types by property: 'contacts.associatedcompanyid=int64,deals.amount=decimal(18,4)'.")
    var types: String?

    @Option(help: "When raw text stands beside a typed column: numbers, mismatch, always, never.")
    var unparsed: String?

    @Option(help: "Sensitive properties to include: 'contacts.health_note'.")
    var sensitiveProperties: String?

    @Option(help: "Properties to read, as patterns: 'contacts.*,deals.amount'; all when left out.")
    var properties: String?

    @Option(help: "Properties to leave out, as patterns: 'contacts.hs_analytics_*'.")
    var omittedProperties: String?

    @Option(help: "Association calls that HubSpot allows in 10 seconds; guessed from the plan when left out.")
    var associationLimit: String?

    @Option(help: "Part of the account's daily calls that a run may use: 0.5 or 50%.")
    var dailyCallShare: String?

    @Option(help: "Seconds to keep trying while HubSpot fails or limits calls.")
    var retryFor: String?

    @Option(help: "Records of a type that a first load reads between two commits (default: 50000).")
    var commitRecords: String?

    /// Flags over environment over file.
    func configuration(environment: [String: String]) throws -> Configuration {
        try Configuration(RawSettings(flags: flags).over(environment: environment, file: config))
    }

    private var flags: [(SettingKey, String?)] {
        [
            (.hubspotURL, hubspotUrl), (.hubspotTokenFile, hubspotTokenFile), (.hubspotVersion, hubspotVersion),
            (.destination, destination), (.connection, connection), (.region, region), (.s3Endpoint, s3Endpoint),
            (.s3AllowHTTP, s3AllowHttp ? "true" : nil), (.s3Addressing, s3Addressing), (.s3Checksums, s3Checksums),
            (.s3KMSKey, s3KmsKey), (.s3BucketKey, s3BucketKey), (.s3ExpectedBucketOwner, s3ExpectedBucketOwner),
            (.caFile, caFile),
            (.awsProfile, awsProfile), (.roleARN, roleArn), (.externalID, externalId), (.stsRegion, stsRegion),
            (.stsEndpoint, stsEndpoint), (.dualStack, dualStack ? "true" : nil), (.fips, fips ? "true" : nil),
            (.organization, organization), (.tables, tables), (.types, types), (.unparsed, unparsed),
            (.sensitiveProperties, sensitiveProperties), (.properties, properties),
            (.omittedProperties, omittedProperties), (.associationLimit, associationLimit),
            (.dailyCallShare, dailyCallShare),
            (.retryFor, retryFor), (.commitRecords, commitRecords),
        ]
    }
}

/// Whether results are for machines.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the result as JSON on stdout, and an error as JSON on stderr.")
    var json = false
}
