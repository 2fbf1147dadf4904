import HTTP
import Testing

@testable import AWS

@Suite("S3Bucket")
struct S3BucketTests {
    @Test(
        "the URL of a key",
        arguments: [
            (S3Bucket("acme"), "https://acme.s3.us-east-1.amazonaws.com/a/b%3D1"),
            (S3Bucket("acme", region: "eu-west-1"), "https://acme.s3.eu-west-1.amazonaws.com/a/b%3D1"),
            (S3Bucket("acme", region: "cn-north-1"), "https://acme.s3.cn-north-1.amazonaws.com.cn/a/b%3D1"),
            (S3Bucket("acme", region: "eusc-de-east-1"), "https://acme.s3.eusc-de-east-1.amazonaws.eu/a/b%3D1"),
            (S3Bucket("acme.lake"), "https://s3.us-east-1.amazonaws.com/acme.lake/a/b%3D1"),
            (
                S3Bucket("acme", region: "eu-west-1", usesDualStack: true),
                "https://acme.s3.dualstack.eu-west-1.amazonaws.com/a/b%3D1"
            ),
            (
                S3Bucket("acme", region: "us-gov-west-1", usesFIPS: true),
                "https://acme.s3-fips.us-gov-west-1.amazonaws.com/a/b%3D1"
            ),
            (
                S3Bucket("acme", region: "us-east-1", usesDualStack: true, usesFIPS: true),
                "https://acme.s3-fips.dualstack.us-east-1.amazonaws.com/a/b%3D1"
            ),
            (
                S3Bucket("lake-abc123-s3alias", region: "eu-west-1"),
                "https://lake-abc123-s3alias.s3.eu-west-1.amazonaws.com/a/b%3D1"
            ),
            (
                S3Bucket("acme", endpoint: HTTPOrigin(url: "http://127.0.0.1:8333")),
                "http://127.0.0.1:8333/acme/a/b%3D1"
            ),
            (
                S3Bucket("acme", endpoint: HTTPOrigin(url: "https://r2.example.com"), usesPathStyle: false),
                "https://acme.r2.example.com/a/b%3D1"
            ),
        ])
    func urls(bucket: S3Bucket, url: String) { #expect(bucket.url(key: "a/b=1", query: []) == url) }

    @Test("the URL of a listing")
    func listing() {
        let query = [QueryItem("list-type", "2"), QueryItem("prefix", "a/b c")]
        #expect(
            S3Bucket("acme").url(key: "", query: query)
                == "https://acme.s3.us-east-1.amazonaws.com/?list-type=2&prefix=a%2Fb%20c")
        #expect(
            S3Bucket("a.b").url(key: "", query: query)
                == "https://s3.us-east-1.amazonaws.com/a.b?list-type=2&prefix=a%2Fb%20c")
    }
}
