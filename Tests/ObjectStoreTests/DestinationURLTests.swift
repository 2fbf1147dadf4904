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
            "", "acme-lake", "/data/lake", "https://acme-lake.s3.amazonaws.com/", "gs://acme", "s3://", "s3:///x",
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
}
