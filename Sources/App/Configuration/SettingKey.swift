/// Every setting of hublake: one name for the file's key, the flag and (in capitals) the environment variable.
public enum SettingKey: String, CaseIterable, Sendable {
    case hubspotURL = "hubspot-url"
    case hubspotTokenFile = "hubspot-token-file"
    case hubspotVersion = "hubspot-version"
    case destination
    case connection
    case region
    case s3Endpoint = "s3-endpoint"
    case s3AllowHTTP = "s3-allow-http"
    case s3Addressing = "s3-addressing"
    case s3Checksums = "s3-checksums"
    case s3KMSKey = "s3-kms-key"
    case s3BucketKey = "s3-bucket-key"
    case s3ExpectedBucketOwner = "s3-expected-bucket-owner"
    case awsProfile = "aws-profile"
    case roleARN = "role-arn"
    case externalID = "external-id"
    case stsRegion = "sts-region"
    case stsEndpoint = "sts-endpoint"
    case dualStack = "dual-stack"
    case fips
    case caFile = "ca-file"
    case organization
    case tables
    case types
    case unparsed
    case sensitiveProperties = "sensitive-properties"
    case properties
    case omittedProperties = "omitted-properties"
    case associationLimit = "association-limit"
    case dailyCallShare = "daily-call-share"
    case retryFor = "retry-for"
    case commitRecords = "commit-records"
    case rhythms
    case maintenance
    case privacyDeadline = "privacy-deadline"

    /// The environment variable: `HUBLAKE_` and the name in capitals.
    public var environmentName: String {
        "HUBLAKE_" + rawValue.uppercased().split(separator: "-").joined(separator: "_")
    }

    /// Variables of other tools that mean the same, tried after ``environmentName``.
    public var foreignEnvironmentNames: [String] {
        switch self {
        case .region: ["AWS_REGION", "AWS_DEFAULT_REGION"]
        case .s3Endpoint: ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
        case .stsEndpoint: ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"]
        case .dualStack: ["AWS_USE_DUALSTACK_ENDPOINT"]
        case .fips: ["AWS_USE_FIPS_ENDPOINT"]
        case .caFile: ["AWS_CA_BUNDLE"]
        default: []
        }
    }

    /// One line for the commented example and for help texts.
    public var summary: String {
        switch self {
        case .hubspotURL: "HubSpot's API, or a simulator."
        case .hubspotTokenFile: "File with the HubSpot token (or set HUBSPOT_TOKEN); never the token itself."
        case .hubspotVersion: "Version of HubSpot's API paths: 2026-03, or v3 for the legacy v3/v4 paths."
        case .destination: "Where the tables go: s3://bucket/prefix/ or file:///folder."
        case .connection:
            "Connection (see `hublake connect`) that supplies the destination and the role; instead of a destination."
        case .region: "AWS region of the bucket."
        case .s3Endpoint: "Endpoint of an S3-compatible store; leave out for AWS."
        case .s3AllowHTTP: "Whether the endpoint may be http on another machine: true or false."
        case .s3Addressing: "Where the bucket's name stands: auto, path or host."
        case .s3Checksums: "Whether each object carries a checksum: always, or when-required for servers without."
        case .s3KMSKey: "KMS key to encrypt objects with; the bucket's default when left out."
        case .s3BucketKey: "Whether to use the bucket's data key with KMS: true or false."
        case .s3ExpectedBucketOwner: "Account that must own the bucket; that of the role when left out."
        case .awsProfile: "Profile of the AWS configuration files; goes before keys in the environment."
        case .roleARN: "Role to write to the bucket with; hublake assumes it with its own keys."
        case .externalID: "External id that the role's trust policy asks for."
        case .stsRegion: "Region whose STS is asked for the role's keys; that of the bucket when left out."
        case .stsEndpoint: "Endpoint of another STS; leave out for AWS."
        case .dualStack: "Whether to use AWS's endpoints that speak IPv6 too: true or false."
        case .fips: "Whether to use AWS's endpoints with FIPS 140 cryptography: true or false."
        case .caFile: "File with additional certificate authorities (PEM)."
        case .organization: "One table per type (individual), one for all types (combined), or both."
        case .tables: "Tables to sync, as names or patterns; leave out for all."
        case .types: "Column types to use instead of the default for a property: int64, double, string, decimal(p,s)."
        case .unparsed: "When a column of raw text stands beside a typed one: numbers, mismatch, always, never."
        case .properties: "Properties to read, as patterns (contacts.*, deals.amount); all when left out."
        case .omittedProperties: "Properties to leave out, as patterns; they are not even asked for."
        case .associationLimit: "Association calls in 10 seconds; HubSpot states none, so the plan's figure is guessed."
        case .dailyCallShare: "Part of the account's daily calls that a run may use (0.5)."
        case .retryFor: "Seconds to keep trying while HubSpot fails or limits calls (900)."
        case .commitRecords: "Records of a type that a first load reads between two commits (50000)."
        case .rhythms: "How often the dearer parts of a sync are done: associations=1h, archived=1h, scan=1d, ...."
        case .maintenance: "When tables are looked after by themselves: after-sync or never."
        case .privacyDeadline: "Time within which a record that HubSpot deleted for good is gone everywhere (24h)."
        case .sensitiveProperties: "Sensitive properties to include, as type.property; left out unless named here."
        }
    }
}
