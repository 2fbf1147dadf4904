/// Every setting of hublake: one name for the file's key, the flag and (in capitals) the environment variable.
public enum SettingKey: String, CaseIterable, Sendable {
    case hubspotURL = "hubspot-url"
    case hubspotTokenFile = "hubspot-token-file"
    case hubspotVersion = "hubspot-version"
    case destination
    case region
    case s3Endpoint = "s3-endpoint"
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
    case rhythms

    /// The environment variable: `HUBLAKE_` and the name in capitals.
    public var environmentName: String {
        "HUBLAKE_" + rawValue.uppercased().split(separator: "-").joined(separator: "_")
    }

    /// Variables of other tools that mean the same, tried after ``environmentName``.
    public var foreignEnvironmentNames: [String] {
        switch self {
        case .region: ["AWS_REGION", "AWS_DEFAULT_REGION"]
        case .s3Endpoint: ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
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
        case .region: "AWS region of the bucket."
        case .s3Endpoint: "Endpoint of an S3-compatible store; leave out for AWS."
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
        case .rhythms: "How often the dearer parts of a sync are done: associations=1h, archived=1h, scan=1d, ...."
        case .sensitiveProperties: "Sensitive properties to include, as type.property; left out unless named here."
        }
    }
}
