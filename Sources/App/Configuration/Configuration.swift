public import Connect
import Foundations
public import HTTP
import HubSpotAPI
public import ObjectStore
import Parquet
public import Sync
import Tables

/// Everything that a command needs to know, understood and checked.
///
/// Precedence: flags over environment over `hublake.yaml` over defaults.
public struct Configuration: Sendable {
    /// HubSpot's API.
    public var hubspotURL: String
    /// Version of its paths.
    public var hubspotVersion: String
    /// Where the token is, without holding it.
    public var hubspotTokenFile: String?
    /// Where the tables go; nil when it was not said.
    public var destination: DestinationURL?
    /// The connection that supplies the destination and the way into it; nil without one.
    public var connection: ConnectionName?
    /// AWS region.
    public var region: String
    /// How the bucket is spoken to.
    public var s3: S3Settings
    /// How hublake signs in to AWS.
    public var aws: AWSSettings
    /// Additional certificate authorities.
    public var caFile: String?
    /// Association calls in ten seconds; nil to follow the plan that the general limit suggests.
    public var associationLimit: Int?
    /// Part of the account's daily calls that a run may use.
    public var dailyCallShare: Double
    /// How long trouble at HubSpot's side is borne, in seconds.
    public var retryFor: Int
    /// What to sync and how.
    public var sync: SyncSettings
    /// Where each setting came from, for `config check`.
    public var origins: [SettingKey: RawSettings.Entry]

    /// Understands `raw`; throws `configuration` for the first setting that makes no sense, naming its origin.
    public init(_ raw: RawSettings) throws {
        hubspotURL = raw[.hubspotURL]?.text ?? "https://api.hubapi.com"
        guard hubspotURL.hasPrefix("https://") || hubspotURL.hasPrefix("http://") else {
            throw raw.refusal(
                .hubspotURL, why: "it is not a URL", remedy: "Write https://api.hubapi.com, or leave it out.")
        }
        while hubspotURL.hasSuffix("/") { hubspotURL.removeLast() }
        hubspotVersion = raw[.hubspotVersion]?.text ?? "2026-03"
        hubspotTokenFile = raw[.hubspotTokenFile]?.text
        destination = try raw[.destination].map { try DestinationURL($0.text) }
        connection = try raw[.connection].map { try ConnectionName($0.text) }
        region = raw[.region]?.text ?? "us-east-1"
        s3 = try S3Settings(raw)
        aws = try AWSSettings(raw)
        caFile = raw[.caFile]?.text
        retryFor = try Self.retryFor(raw)
        dailyCallShare = try Self.dailyCallShare(raw)
        associationLimit = try raw[.associationLimit].map { entry in
            guard let calls = Int(entry.text), calls > 0 else {
                throw raw.refusal(
                    .associationLimit, why: "it is not a number of calls",
                    remedy: "Write how many association calls HubSpot allows in 10 seconds: 100, 150 or 200.")
            }
            return calls
        }
        sync = try Self.syncSettings(raw)
        origins = raw.entries
    }

    /// Endpoint of an S3-compatible store; nil for AWS.
    public var s3Endpoint: HTTPOrigin? {
        get { s3.endpoint }
        set { s3.endpoint = newValue }
    }

    /// The client's schedules for each kind of trouble, none longer than ``retryFor``.
    var retries: RetryPolicy {
        var policy = RetryPolicy()
        let patience = Duration.seconds(retryFor)
        policy.trouble.patience = min(policy.trouble.patience, patience)
        policy.limits.patience = min(policy.limits.patience, patience)
        policy.damage.patience = min(policy.damage.patience, patience)
        if retryFor > 900 {
            policy.trouble.patience = patience
            policy.limits.patience = patience
        }
        return policy
    }

    /// The destination; throws `configuration` when none was given.
    public func requireDestination() throws -> DestinationURL {
        guard let destination else {
            throw Failure(
                .configuration, "cannot tell where the tables are", why: "no destination was given",
                remedy: "Use --destination s3://bucket/prefix/ or --destination file:///folder, "
                    + "set HUBLAKE_DESTINATION, or write destination: into hublake.yaml.")
        }
        return destination
    }

    private static func retryFor(_ raw: RawSettings) throws -> Int {
        guard let text = raw[.retryFor]?.text else { return 900 }
        guard let seconds = Int(text), (0...86_400).contains(seconds) else {
            throw raw.refusal(
                .retryFor, why: "\"\(text)\" is not a number of seconds",
                remedy: "Write a whole number from 0 to 86400.")
        }
        return seconds
    }

    private static func dailyCallShare(_ raw: RawSettings) throws -> Double {
        guard let text = raw[.dailyCallShare]?.text else { return 0.5 }
        let isPercentage = text.hasSuffix("%")
        let number = text.filter { $0 != "%" && $0 != " " }
        guard let value = Double(number), case let share = isPercentage ? value / 100 : value, share > 0, share <= 1
        else {
            throw raw.refusal(
                .dailyCallShare, why: "\"\(text)\" is no share",
                remedy: "Write a number above 0 and at most 1, or a percentage: 0.5 or 50%.")
        }
        return share
    }

    private static func syncSettings(_ raw: RawSettings) throws -> SyncSettings {
        var settings = SyncSettings()
        if let entry = raw[.organization] {
            guard let organization = Organization(rawValue: entry.text) else {
                throw raw.refusal(
                    .organization, why: "\"\(entry.text)\" is none of its values",
                    remedy: "Write individual, combined or both.")
            }
            settings.organization = organization
        }
        if let entry = raw[.unparsed] {
            guard let unparsed = UnparsedSetting(rawValue: entry.text) else {
                throw raw.refusal(
                    .unparsed, why: "\"\(entry.text)\" is none of its values",
                    remedy: "Write numbers, mismatch, always or never.")
            }
            settings.tables.unparsed = unparsed
        }
        settings.rhythms = try rhythms(raw)
        settings.maintenance = try maintenance(raw)
        settings.privacyDeadline = try privacyDeadline(raw)
        if let entry = raw[.commitRecords] {
            guard let count = Int(entry.text), count > 0 else {
                throw raw.refusal(
                    .commitRecords, why: "\"\(entry.text)\" is not a number of records",
                    remedy: "Write a whole number above 0; the default is \(settings.recordsOfPart).")
            }
            settings.recordsOfPart = count
        }
        settings.tablePatterns = raw.list(.tables)
        settings.tables.properties = raw.list(.properties)
        settings.tables.omittedProperties = raw.list(.omittedProperties)
        settings.tables.sensitiveProperties = Set(raw.list(.sensitiveProperties))
        for item in raw.list(.types) {
            guard let equals = item.firstIndex(of: "="),
                let type = ColumnType(name: String(item[item.index(after: equals)...]))
            else {
                throw raw.refusal(
                    .types, why: "\"\(item)\" is not of the form type.property=column type",
                    remedy: "For example: contacts.associatedcompanyid=int64 or deals.amount=decimal(18,4).")
            }
            settings.tables.types[String(item[..<equals])] = type
        }
        return settings
    }
}

extension RawSettings {
    func refusal(_ key: SettingKey, why: String, remedy: String) -> Failure {
        Failure(
            .configuration, "cannot use \(key.rawValue) (from \(self[key]?.origin ?? "default"))", why: why,
            remedy: remedy)
    }

    /// The setting split at commas that stand outside parentheses.
    func list(_ key: SettingKey) -> [String] {
        var items: [String] = []
        var current = ""
        var depth = 0
        for character in self[key]?.text ?? "" {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            if character == "," && depth == 0 {
                items.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        items.append(current)
        return items.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }.filter {
            !$0.isEmpty
        }
    }
}
