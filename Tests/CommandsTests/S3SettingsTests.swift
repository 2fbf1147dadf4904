import AWS
import App
import Foundations
import HTTP
import Testing

@Suite("Settings of S3")
struct S3SettingsTests {
    private func settings(_ texts: [SettingKey: String]) throws -> S3Settings {
        try Configuration(RawSettings(texts.mapValues { .init(text: $0, origin: "here") })).s3
    }

    @Test("without any: AWS, a region to be found, checksums, the bucket's own encryption")
    func defaults() throws {
        let settings = try settings([:])
        let bucket = settings.bucket("acme", in: .china, owner: "123456789012")
        #expect(bucket.region == "cn-north-1" && bucket.isRegionGuessed && bucket.expectedOwner == "123456789012")
        #expect(settings.writing == S3WriteSettings())
    }

    @Test("each setting reaches the bucket or the writing")
    func all() throws {
        let settings = try settings([
            .region: "eu-west-1", .s3Addressing: "path", .s3Checksums: "when-required", .s3KMSKey: "arn:aws:kms:x",
            .s3BucketKey: "false", .s3ExpectedBucketOwner: "111122223333", .dualStack: "true", .fips: "true",
        ])
        let bucket = settings.bucket("acme", owner: "123456789012")
        #expect(bucket.region == "eu-west-1" && !bucket.isRegionGuessed && bucket.usesPathStyle)
        #expect(bucket.usesDualStack && bucket.usesFIPS && bucket.expectedOwner == "111122223333")
        #expect(settings.writing.checksum == nil && settings.writing.kmsKey == "arn:aws:kms:x")
        #expect(settings.writing.usesBucketKey == false)
    }

    @Test("another store gets the checksum that more servers know, and its bucket in the path")
    func otherStore() throws {
        let settings = try settings([.s3Endpoint: "https://storage.example.com"])
        #expect(settings.writing.checksum == .crc32c && settings.bucket("acme").usesPathStyle)
        #expect(!settings.bucket("acme").isRegionGuessed)
    }

    @Test(
        "B137: http is refused with a word about TLS policies, except on this machine or when it is allowed",
        arguments: ["http://s3.example.test", "http://10.0.0.7:9000", "http://localhost.example.com"])
    func plainText(endpoint: String) throws {
        let failure = #expect(throws: Failure.self) { _ = try settings([.s3Endpoint: endpoint]) }
        #expect(failure?.kind == .configuration && failure?.why.contains("aws:SecureTransport") == true)
        #expect(try settings([.s3Endpoint: endpoint, .s3AllowHTTP: "true"]).endpoint?.scheme == "http")
        for local in ["http://127.0.0.1:8333", "http://localhost:9000", "http://[::1]:9000"] {
            #expect(try settings([.s3Endpoint: local]).endpoint != nil)
        }
    }

    @Test(
        "values that make no sense are refused",
        arguments: [
            [SettingKey.s3Addressing: "dns"], [.s3Checksums: "sometimes"], [.s3ExpectedBucketOwner: "1234"],
            [.s3BucketKey: "maybe"], [.s3AllowHTTP: "perhaps", .s3Endpoint: "http://10.0.0.7"],
            [.fips: "true", .region: "cn-north-1"],
        ])
    func nonsense(texts: [SettingKey: String]) {
        let failure = #expect(throws: Failure.self) { _ = try settings(texts) }
        #expect(failure?.kind == .configuration && failure?.remedy != nil)
    }
}
