import ObjectStore
import Testing

@testable import Connect

@Suite("BucketAddress")
struct BucketAddressTests {
    @Test(
        "B124: a location may be a URL, an ARN, an address or plain",
        arguments: [
            "s3://my-bucket/crm/", "arn:aws:s3:::my-bucket/crm", "arn:aws-us-gov:s3:::my-bucket/crm",
            "https://my-bucket.s3.amazonaws.com/crm", "https://my-bucket.s3.eu-central-1.amazonaws.com/crm/",
            "https://s3.eu-central-1.amazonaws.com/my-bucket/crm", "https://s3-eu-west-1.amazonaws.com/my-bucket/crm",
            "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/crm", "my-bucket/crm", "  my-bucket/crm/ ",
        ])
    func accepted(_ text: String) throws {
        #expect(try DestinationURL(BucketAddress.url(text)) == .s3(bucket: "my-bucket", prefix: "crm"))
    }

    @Test(
        "What names no bucket is refused by the check of destinations, never guessed",
        arguments: [
            "s3://My_Bucket", "", "/folder", "https://example.com/my-bucket", "ftp://x", "arn:aws:iam::1:role/x",
        ])
    func refused(_ text: String) {
        #expect(throws: (any Error).self) { try DestinationURL(BucketAddress.url(text)) }
    }
}
