import AWS
import Foundations
import Testing

@Suite("SessionPolicy")
struct SessionPolicyTests {
    @Test("a session may do what hublake does, in its bucket and prefix, and nothing elsewhere")
    func onePrefix() throws {
        let text = try SessionPolicy.json(bucket: "acme-lake", prefixes: ["exports/hubspot/"], partition: .usGov)
        let policy = try #require(JSONValue(utf8: Array(text.utf8)))
        let statements = try #require(policy["Statement"]?.array)
        #expect(policy["Version"] == "2012-10-17" && statements.count == 4)
        #expect(statements[0]["Resource"] == ["arn:aws-us-gov:s3:::acme-lake/exports/hubspot/*"])
        #expect(
            statements[0]["Action"] == [
                "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
                "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
            ])
        #expect(statements[1]["Resource"] == "arn:aws-us-gov:s3:::acme-lake")
        #expect(statements[1]["Condition"]?["StringLike"]?["s3:prefix"] == ["exports/hubspot/*"])
        #expect(statements[2]["Action"] == ["s3:GetBucketLocation"] && statements[2]["Condition"] == nil)
        #expect(statements[3]["Resource"] == "*" && statements[3]["Action"] == ["kms:GenerateDataKey", "kms:Decrypt"])
    }

    @Test("the whole bucket, several prefixes, and a key")
    func variants() throws {
        let whole = try SessionPolicy.json(bucket: "b-1", prefixes: ["a", ""], kmsKey: "arn:aws:kms:eu-west-1:1:key/k")
        #expect(whole.contains(#""arn:aws:s3:::b-1/*""#) && whole.contains(#""s3:prefix":["*"]"#))
        #expect(whole.contains(#""Resource":"arn:aws:kms:eu-west-1:1:key/k""#) && !whole.contains("/a/"))
        let both = try SessionPolicy.json(bucket: "b-1", prefixes: ["a", "/b/"], allowsMultipart: false)
        #expect(both.contains(#"["arn:aws:s3:::b-1/a/*","arn:aws:s3:::b-1/b/*"]"#) && !both.contains("Multipart"))
    }

    @Test("what policies read as patterns is made literal")
    func patterns() throws {
        let text = try SessionPolicy.json(bucket: "b-1", prefixes: ["a*b?$c"])
        #expect(text.contains("b-1/a${*}b${?}${$}c/*"))
    }

    @Test("what STS would refuse for its length is refused here")
    func length() throws {
        let longest = try SessionPolicy.json(
            bucket: String(repeating: "b", count: 63), prefixes: [String(repeating: "p", count: 512)])
        #expect(longest.count <= 2048 && STSLimits.problem(sessionPolicy: longest) == nil)
        let many = (1...40).map { "some-longer-prefix/\($0)" }
        let failure = #expect(throws: Failure.self) { try SessionPolicy.json(bucket: "b-1", prefixes: many) }
        #expect(failure?.kind == .configuration)
    }
}
