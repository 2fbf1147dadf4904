import AWS
import AWSPeer
import Foundations
import TestSupport
import Testing

@Suite("A bucket in another region than thought")
struct S3RegionTests {
    static let misroutings: [PeerBucket.Misrouting] = [.permanentRedirect, .temporaryRedirect, .malformedAuthorization]

    enum Call: CaseIterable, Sendable {
        case put, get, head, list, delete

        func perform(_ client: S3Client) async throws {
            switch self {
            case .put: try await client.put("exports/new", [2])
            case .get: _ = try await client.get("exports/a")
            case .head: _ = try await client.head("exports/a")
            case .list: _ = try await client.list(prefix: "exports/")
            case .delete: _ = try await client.delete("exports/a")
            }
        }
    }

    /// A bucket in Ireland with one object.
    private static func run(_ misrouted: PeerBucket.Misrouting, _ body: (World) async throws -> Void) async throws {
        var bucket = PeerBucket(region: "eu-west-1")
        bucket.misrouted = misrouted
        try await World.run(bucket) { world in
            try await world.s3(region: "eu-west-1").put("exports/a", [1])
            try await body(world)
        }
    }

    @Test(
        "every call finds its way after one refusal, signed anew for the right host, and remembers it",
        arguments: misroutings, Call.allCases)
    func corrected(_ misrouted: PeerBucket.Misrouting, _ call: Call) async throws {
        try await Self.run(misrouted) { world in
            let client = try await world.s3(region: "us-east-1")
            let before = world.peer.cloud.requests.count
            try await call.perform(client)
            let hosts = world.peer.cloud.requests.dropFirst(before).map(\.host)
            // The peer checks each signature: one for the wrong region or host would be refused.
            #expect(hosts == ["acme-lake.s3.us-east-1.amazonaws.com", "acme-lake.s3.eu-west-1.amazonaws.com"])
            #expect(client.bucket.region == "eu-west-1")
            _ = try await client.list(prefix: "exports/")
            #expect(world.peer.cloud.requests.count == before + 3, "the region was forgotten")
        }
    }

    @Test("without a region, an unsigned HEAD finds it, whatever the permissions are", arguments: misroutings)
    func found(_ misrouted: PeerBucket.Misrouting) async throws {
        try await Self.run(misrouted) { world in
            world.peer.cloud.change { $0.buckets[0].denials = ["s3:ListBucket": .bucketPolicy] }
            let keys = try await world.sts().assumeRole(try world.request()).credentials
            let client = S3Client(
                bucket: S3Bucket("acme-lake"), credentials: StaticCredentials(keys), transport: world.transport,
                clock: world.clock)
            let before = world.peer.cloud.requests.count
            try await client.put("exports/b", [1])
            let asked = world.peer.cloud.requests.dropFirst(before)
            #expect(asked.map(\.method) == ["HEAD", "PUT"])
            #expect(asked.first?.isSigned == false)
            #expect(asked.first?.path == "/acme-lake")
            #expect(asked.last?.host == "acme-lake.s3.eu-west-1.amazonaws.com")
        }
    }

    @Test("the question for the region tells a bucket that does not exist from one that is closed to us")
    func located() async throws {
        try await World.run(PeerBucket(region: "ap-south-1")) { world in
            let keys = AWSCredentials(accessKeyID: "AKIANOBODY", secretAccessKey: "x")
            let fromElsewhere = try await world.s3(keys: keys).locate()
            let fromThere = try await world.s3(keys: keys, region: "ap-south-1").locate()
            let nobodys = try await world.s3(keys: keys, bucket: "nobodys-lake").locate()
            #expect(fromElsewhere == .region("ap-south-1"))
            #expect(fromThere == .region("ap-south-1"))
            #expect(nobodys == .noSuchBucket)
            #expect(world.peer.cloud.requests.allSatisfy { !$0.isSigned })
        }
    }

    @Test("a bucket that does not exist is a setting to correct")
    func noSuchBucket() async throws {
        try await World.run { world in
            let client = try await world.s3(bucket: "acme-leak")
            let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/a", [1]) }
            #expect(failure?.failure.kind == .configuration)
            #expect(failure?.error?.code == "NoSuchBucket")
            #expect(failure?.failure.remedy?.contains("acme-leak") == true)
        }
    }

    @Test("a redirect that leads nowhere is not followed for ever")
    func loop() async throws {
        try await World.run { world in
            let client = try await world.s3()
            world.peer.cloud.always(
                "PutObject",
                S3Refusal.answer(
                    307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.",
                    headers: ["x-amz-bucket-region": "eu-west-1", "Location": "https://evil.example.com/"]))
            let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/a", [1]) }
            #expect(failure?.failure.kind == .configuration)
            let hosts = Set(world.peer.cloud.requests.map(\.host))
            #expect(!hosts.contains("evil.example.com"))
            #expect(world.peer.cloud.operations.count { $0 == "PutObject" } == 2)
        }
    }
}
