import AWS
import Foundations
import ObjectStore
import TestSupport
import Testing

@Suite(
    "S3Store against a real server", .enabled(if: S3TestServer.environment != nil, S3TestServer.hint))
struct S3ServerTests {
    @Test("a bucket that does not exist is a configuration failure")
    func noBucket() async throws {
        try await S3TestServer.run(bucket: "hublake-no-such-bucket") { client in
            await expectFailure(.configuration) { _ = try await S3Store(client).list("", after: nil) }
            await expectFailure(.configuration) { _ = try await S3Store(client).get("a") }
        }
    }

    @Test("a wrong secret and an unknown key are authorization failures")
    func wrongKeys() async throws {
        let keys = try #require(S3TestServer.environment).credentials
        let wrong = [
            AWSCredentials(accessKeyID: keys.accessKeyID, secretAccessKey: "not-the-secret"),
            AWSCredentials(accessKeyID: "nobody", secretAccessKey: keys.secretAccessKey),
        ]
        for credentials in wrong {
            try await S3TestServer.run(credentials: credentials) { client in
                await expectFailure(.authorization) { try await S3Store(client).put("a", [1], if: .always) }
            }
        }
    }
}
