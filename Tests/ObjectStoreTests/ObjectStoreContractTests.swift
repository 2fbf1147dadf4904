import AWS
import Foundation
import HTTP
import ObjectStore
import TestSupport
import Testing

@Suite("All stores obey one contract")
struct ObjectStoreContractTests {
    @Test("MemoryStore", arguments: ObjectStoreContract.clauses)
    func memory(clause: ObjectStoreContract.Clause) async throws {
        try await ObjectStoreContract(MemoryStore(pageSize: ObjectStoreContract.pageSize), folder: "lake/x").check(
            clause)
    }

    @Test("FolderStore", arguments: ObjectStoreContract.clauses)
    func folder(clause: ObjectStoreContract.Clause) async throws {
        try await withTemporaryFolder { path in
            try await ObjectStoreContract(
                FolderStore(root: path, pageSize: ObjectStoreContract.pageSize), folder: "lake/x"
            ).check(clause)
        }
    }

    @Test(
        "S3Store", .enabled(if: S3TestServer.environment != nil, S3TestServer.hint),
        arguments: ObjectStoreContract.clauses)
    func s3(clause: ObjectStoreContract.Clause) async throws {
        try await S3TestServer.run { client in
            let store = S3Store(
                client, prefix: "contract/\(UUID().uuidString)", pageSize: ObjectStoreContract.pageSize)
            try await ObjectStoreContract(store, folder: "lake/x").check(clause)
        }
    }
}

/// The S3 server that the environment names, if it does.
enum S3TestServer {
    static let hint: Comment =
        "needs an S3 server: HUBLAKE_TEST_S3_ENDPOINT, … (Tests/EndToEnd/support/s3server.py starts one)"

    struct Environment: Sendable {
        var endpoint: HTTPOrigin
        var credentials: AWSCredentials
        var bucket: String
    }

    static var environment: Environment? {
        let variables = ProcessInfo.processInfo.environment
        guard let endpoint = variables["HUBLAKE_TEST_S3_ENDPOINT"].flatMap({ HTTPOrigin(url: $0) }),
            let accessKey = variables["HUBLAKE_TEST_S3_ACCESS_KEY"],
            let secretKey = variables["HUBLAKE_TEST_S3_SECRET_KEY"], let bucket = variables["HUBLAKE_TEST_S3_BUCKET"]
        else { return nil }
        return Environment(
            endpoint: endpoint, credentials: AWSCredentials(accessKeyID: accessKey, secretAccessKey: secretKey),
            bucket: bucket)
    }

    static func run(
        credentials: AWSCredentials? = nil, bucket: String? = nil, _ body: (S3Client) async throws -> Void
    ) async throws {
        let server = try #require(environment)
        let transport = try AsyncHTTPClientTransport()
        do {
            try await body(
                S3Client(
                    bucket: S3Bucket(bucket ?? server.bucket, endpoint: server.endpoint),
                    credentials: StaticCredentials(credentials ?? server.credentials), transport: transport,
                    writing: S3WriteSettings(multipartThreshold: 5 << 20, partSize: 5 << 20)))
            try await transport.shutdown()
        } catch {
            try await transport.shutdown()
            throw error
        }
    }
}
