import Foundations
import ObjectStore
import Testing

@Suite("DestinationURL")
struct DestinationURLTests {
    @Test(
        "what is accepted, in its normal form",
        arguments: [
            ("s3://acme-lake", "s3://acme-lake"), ("s3://acme-lake/", "s3://acme-lake"),
            ("s3://acme.lake.1/crm/hubspot/", "s3://acme.lake.1/crm/hubspot"), ("s3://a1b/x=1/y_2", "s3://a1b/x=1/y_2"),
            ("file:///data/lake", "file:///data/lake"), ("file:///data//my lake/", "file:///data/my lake"),
        ])
    func accepted(text: String, normal: String) throws {
        #expect(try DestinationURL(text).description == normal)
    }

    @Test(
        "what is refused, as a configuration failure with a remedy",
        arguments: [
            "", "acme-lake", "/data/lake", "gs://acme", "s3://", "s3:///x",
            "s3://ab",
            "s3://Acme", "s3://acme_lake", "s3://-acme", "s3://acme-", "s3://ac..me", "s3://192.168.5.4",
            "s3://acme--usw2-az1--x-s3", "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/x", "s3://acme/a//b",
            "s3://acme/../b", "s3://acme/a b", "s3://acme/é", "s3://\(String(repeating: "a", count: 64))",
            "s3://acme/\(String(repeating: "a/", count: 300))a", "file://data", "file://", "file:///", "file:///a/../b",
            "file:///a%20b", "file:///a?b",
        ])
    func refused(text: String) {
        let failure = #expect(throws: Failure.self) { _ = try DestinationURL(text) }
        #expect(failure?.kind == .configuration && failure?.remedy != nil)
    }

    @Test(
        "B124: what AWS's pages show is understood: URL, ARN and web address",
        arguments: [
            ("s3://my-bucket/crm/", "s3://my-bucket/crm"), ("arn:aws:s3:::my-bucket/crm", "s3://my-bucket/crm"),
            ("arn:aws-cn:s3:::my-bucket", "s3://my-bucket"),
            ("https://my-bucket.s3.amazonaws.com/crm", "s3://my-bucket/crm"),
            ("https://my-bucket.s3.eu-west-1.amazonaws.com/crm/x/", "s3://my-bucket/crm/x"),
            ("https://my.bucket.s3-eu-west-1.amazonaws.com", "s3://my.bucket"),
            ("https://s3.eu-west-1.amazonaws.com/my-bucket/crm", "s3://my-bucket/crm"),
            ("https://s3.cn-north-1.amazonaws.com.cn/my-bucket", "s3://my-bucket"),
            ("s3://lake-abc123-s3alias/crm", "s3://lake-abc123-s3alias/crm"),
        ])
    func spellings(text: String, normal: String) throws {
        #expect(try DestinationURL(text).description == normal)
    }

    @Test(
        "B124: what cannot be meant, or might mean something else, is refused in words that say so",
        arguments: [
            ("my-bucket/crm", "a bucket or a folder"), ("s3://My_Bucket", "lower-case"),
            ("arn:aws:s3:eu-west-1:123456789012:accesspoint/lake/crm", "alias"),
            ("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "multi-region"),
            ("s3://mfzwi23gnjvgw.mrap/crm", "multi-region"), ("s3://lake--use1-az4--x-s3/crm", "S3 Express"),
            ("https://my-bucket.s3.amazonaws.com/crm?x=1", "https://"),
            ("https://console.aws.amazon.com/s3/buckets/my-bucket", "https://"),
            ("arn:aws:iam::123456789012:role/lake", "not a URL"),
        ])
    func misspellings(text: String, words: String) {
        let failure = #expect(throws: Failure.self) { _ = try DestinationURL(text) }
        #expect(failure?.why.contains(words) == true, "\(String(describing: failure))")
    }
}
