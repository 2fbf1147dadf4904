import AWS
import App
import Foundation
import Foundations
import HTTP
import Parquet
import Sync
import Tables
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    private func read(_ yaml: String) throws -> RawSettings {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try ConfigurationFile.read(file.path)
    }

    @Test("a flag wins over the environment, the environment over the file")
    func precedence() throws {
        let file = try read("region: eu-west-1\norganization: both\nunparsed: never\n")
        let environment = RawSettings.environment(["HUBLAKE_REGION": "eu-west-2", "HUBLAKE_ORGANIZATION": "combined"])
        let flags = RawSettings([.region: .init(text: "eu-west-3", origin: "--region")])
        let settings = try Configuration(flags.over(environment).over(file))
        #expect(settings.region == "eu-west-3")
        #expect(settings.sync.organization == .combined)
        #expect(settings.sync.tables.unparsed == .never)
        #expect(settings.origins[.organization]?.origin == "HUBLAKE_ORGANIZATION")
    }

    @Test("an unknown key is refused with its line and the nearest known key")
    func unknownKey() throws {
        let failure = #expect(throws: Foundations.Failure.self) { try read("region: x\ndestinaton: file:///lake\n") }
        #expect(failure?.kind == .configuration)
        #expect(failure?.what.contains("line 2") == true)
        #expect(failure?.remedy?.contains("Did you mean destination?") == true)
    }

    @Test(
        "a secret in the file is refused without being repeated", arguments: ["hubspot-token", "aws-secret-access-key"])
    func secrets(key: String) throws {
        let failure = #expect(throws: Foundations.Failure.self) { try read("\(key): hush-hush-1234\n") }
        #expect(failure?.why == "secrets do not belong into this file")
        #expect(failure?.description.contains("hush") == false)
    }

    @Test("lists and maps may be written as YAML or as text")
    func lists() throws {
        let asYAML = try read(
            "tables: [objects_*, owners]\ntypes:\n  deals.amount: decimal(18,4)\n  contacts.n: int64\n")
        let asText = RawSettings([
            .tables: .init(text: "objects_*, owners", origin: "--tables"),
            .types: .init(text: "deals.amount=decimal(18,4),contacts.n=int64", origin: "--types"),
        ])
        for raw in [asYAML, asText] {
            let settings = try Configuration(raw)
            #expect(settings.sync.tablePatterns == ["objects_*", "owners"])
            #expect(settings.sync.tables.types["deals.amount"] == .decimal(precision: 18, scale: 4))
            #expect(settings.sync.tables.types["contacts.n"] == .int64)
        }
    }

    @Test(
        "values that make no sense are refused with their origin",
        arguments: [
            (SettingKey.organization, "all"), (.unparsed, "sometimes"), (.types, "deals.amount"),
            (.types, "deals.amount=money"), (.retryFor, "soon"), (.hubspotURL, "api.hubapi.com"),
            (.s3Endpoint, "localhost"), (.roleARN, "hublake-export"),
            (.roleARN, "arn:aws:iam::123456789012:user/x"), (.externalID, "no role"), (.stsRegion, "moon"),
            (.stsEndpoint, "sts.example.com"), (.dualStack, "maybe"), (.destination, "gs://bucket/x"),
            (.maintenance, "sometimes"), (.privacyDeadline, "soon"), (.privacyDeadline, "10m"),
        ])
    func nonsense(key: SettingKey, text: String) throws {
        let failure = #expect(throws: Foundations.Failure.self) {
            try Configuration(RawSettings([key: .init(text: text, origin: "here")]))
        }
        #expect(failure?.kind == .configuration)
    }

    @Test("a role's STS is that of its partition, near the bucket")
    func role() throws {
        let settings = try Configuration(
            try read("role-arn: arn:aws-cn:iam::123456789012:role/x\nexternal-id: hs-1:2/3\nregion: cn-northwest-1\n"))
        #expect(settings.aws.externalID == "hs-1:2/3" && settings.aws.role?.name == "x")
        #expect(try settings.aws.sts.endpoint(for: .china).origin.host == "sts.cn-northwest-1.amazonaws.com.cn")
        let failure = #expect(throws: Foundations.Failure.self) {
            try Configuration(try read("role-arn: arn:aws-cn:iam::123456789012:role/x\nsts-region: us-east-1\n"))
        }
        #expect(failure?.why.contains("across partitions") == true)
    }

    @Test("maintenance after each sync and a day for privacy deletions, unless said otherwise")
    func upkeep() throws {
        let defaults = try Configuration(RawSettings()).sync
        #expect(defaults.maintenance == .afterSync && defaults.privacyDeadline == 86_400)
        let settings = try Configuration(try read("maintenance: never\nprivacy-deadline: 7d\n")).sync
        #expect(settings.maintenance == .never && settings.privacyDeadline == 604_800)
    }

    @Test("the example file documents every key and says what the defaults are")
    func example() throws {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/hublake.example.yaml")
        let text = try String(contentsOf: docs, encoding: .utf8)
        for key in SettingKey.allCases {
            #expect(text.contains("\n\(key.rawValue):") || text.contains("\n# \(key.rawValue):"), "\(key.rawValue)")
        }
        let settings = try Configuration(try ConfigurationFile.read(docs.path))
        let defaults = try Configuration(RawSettings())
        #expect(settings.retryFor == defaults.retryFor)
        #expect(settings.hubspotURL == defaults.hubspotURL && settings.hubspotVersion == defaults.hubspotVersion)
        #expect(settings.sync.organization == defaults.sync.organization)
        #expect(settings.sync.tables.unparsed == defaults.sync.tables.unparsed)
        #expect(settings.region == defaults.region)
    }
}
