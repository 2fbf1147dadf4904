import AWS
import Foundations
import TestSupport
import Testing

@testable import Connect

@Suite("PolicyDocument")
struct PolicyDocumentTests {
    @Test("The minimal permission policy is the published one, with the location outside the condition")
    func permissions() throws {
        var grant = try AccessGrant(bucket: "acme-lake", prefixes: ["exports/hubspot/"])
        grant.isMinimal = true
        let expected = #"""
            {"Version":"2012-10-17","Statement":[
            {"Sid":"HublakeObjects","Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:GetObjectVersion","s3:DeleteObject","s3:DeleteObjectVersion"],"Resource":"arn:aws:s3:::acme-lake/exports/hubspot/*"},
            {"Sid":"HublakeList","Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::acme-lake","Condition":{"StringLike":{"s3:prefix":["exports/hubspot/*"]}}},
            {"Sid":"HublakeLocation","Effect":"Allow","Action":"s3:GetBucketLocation","Resource":"arn:aws:s3:::acme-lake"}]}
            """#
        #expect(PolicyDocument.permissions(grant).json == JSONValue(utf8: Array(expected.utf8)))
        grant.isMinimal = false
        let whole = PolicyDocument.permissions(grant).json.text
        #expect(whole.contains("s3:AbortMultipartUpload"))
        #expect(whole.contains(#""Action":["s3:ListBucket","s3:ListBucketVersions"]"#))
    }

    @Test("Every partition has its own ARNs", arguments: Partition.allCases)
    func partitions(_ partition: Partition) throws {
        let key =
            "arn:\(partition.rawValue):kms:\(partition.homeRegion):222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        let grant = try AccessGrant(
            partition: partition, bucket: "acme-lake", prefixes: ["a"], kmsKey: key, account: "222233334444")
        let text = PolicyDocument.permissions(grant).json.text
        #expect(text.contains("arn:\(partition.rawValue):s3:::acme-lake/a/*") && text.contains(key))
        #expect(text.components(of: "arn:").count - 1 == text.components(of: "arn:\(partition.rawValue):").count - 1)
        #expect(grant.role?.description == "arn:\(partition.rawValue):iam::222233334444:role/hublake-export")
    }

    @Test("The whole bucket is granted with s3:prefix [\"*\"]; several prefixes become several entries")
    func prefixes() throws {
        let root = PolicyDocument.permissions(try AccessGrant(bucket: "acme-lake")).json.text
        #expect(root.contains(#""s3:prefix":["*"]"#) && root.contains(#""Resource":"arn:aws:s3:::acme-lake/*""#))
        let both = PolicyDocument.permissions(try AccessGrant(bucket: "acme-lake", prefixes: ["a", "b/c/", "a"])).json
            .text
        #expect(both.contains(#""s3:prefix":["a/*","b/c/*"]"#))
        #expect(both.contains(#"["arn:aws:s3:::acme-lake/a/*","arn:aws:s3:::acme-lake/b/c/*"]"#))
        #expect(try AccessGrant(bucket: "acme-lake", prefixes: ["a", ""]).prefixes.isEmpty)
    }

    @Test("The trust policy names the principal and exactly one id")
    func trust() throws {
        let text = PolicyDocument.trust(principal: ModelAWS.principal, externalID: ModelAWS.id).json.text
        #expect(
            text
                == #"{"Version":"2012-10-17","Statement":[{"Sid":"HublakeTrust","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/hublake"},"#
                + #""Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"hs-aaaabbbbccccddddeeeeffffgggghhhh"}}}]}"#
        )
    }

    @Test("What cannot be granted is refused before anybody is asked")
    func refusals() async {
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "My_Bucket") }
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "acme-lake", prefixes: ["a//b"]) }
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "acme-lake", prefixes: ["*"]) }
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "acme-lake", kmsKey: "alias/hubspot") }
        await expectFailure(.configuration) {
            _ = try AccessGrant(
                partition: .china, bucket: "acme-lake", kmsKey: "arn:aws:kms:us-east-1:222233334444:key/1234")
        }
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "acme-lake", account: "1234") }
        await expectFailure(.configuration) { _ = try AccessGrant(bucket: "acme-lake", roleName: "has blanks") }
    }

    @Test(
        "Every format is filled in, and the names begin with hublake-", arguments: ConnectionDocuments.Format.allCases)
    func formats(_ format: ConnectionDocuments.Format) throws {
        let id = try #require(ExternalID(ModelAWS.id))
        let documents = ConnectionDocuments(
            grant: try AccessGrant(bucket: "acme-lake", prefixes: ["exports"]), principal: ModelAWS.principal,
            externalID: id)
        let text = documents.text(format)
        #expect(text.contains(ModelAWS.principal) && text.contains(ModelAWS.id) && text.contains("acme-lake/exports/*"))
        #expect(text.hasSuffix("\n"))
        #expect(format == .json || text.contains("hublake-export"))
        #expect(!text.contains("<") || format == .cli)
        #expect(try AccessGrant(bucket: "b-lake", roleName: "crm_role").stackName == "hublake-crm-role")
    }

    @Test("The quick-create link opens the console of the partition with every parameter of the shared template")
    func link() throws {
        let id = try #require(ExternalID(ModelAWS.id))
        for (partition, host) in [
            (Partition.aws, "eu-central-1.console.aws.amazon.com"),
            (.usGov, "us-gov-west-1.console.amazonaws-us-gov.com"),
            (.china, "cn-north-1.console.amazonaws.cn"),
            (.europeanSovereign, "eusc-de-east-1.console.amazonaws-eusc.eu"),
        ] {
            let grant = try AccessGrant(
                partition: partition, bucket: "acme-lake", prefixes: ["exports/hubspot"],
                region: partition == .aws ? "eu-central-1" : nil)
            let documents = ConnectionDocuments(grant: grant, principal: ModelAWS.principal, externalID: id)
            let link = QuickCreateLink(documents, template: "https://acme-templates.s3.amazonaws.com/hublake.yaml")
            #expect(link.url.hasPrefix("https://\(host)/cloudformation/home?region="))
            let template = CloudFormationTemplate.shared(principal: ModelAWS.principal, partitionOf: grant).text
            for name in ["ExternalId", "BucketName", "Prefix", "RoleName"] {
                #expect(link.url.contains("&param_\(name)=") && template.contains("\n  \(name):\n"))
            }
            #expect(
                link.url.contains("exports%2Fhubspot") && !template.contains(ModelAWS.id)
                    && !template.contains("NoEcho"))
        }
    }
}

extension String {
    fileprivate func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
