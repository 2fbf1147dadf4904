import AWS
import AWSPeer
import Foundations
import TestSupport
import Testing

@Suite("S3's refusals, in AWS's own words")
struct S3RefusalTests {
    /// What the remedy must name for each kind of policy.
    static let places: [(PeerDenial, String)] = [
        (.identityPolicy, "policy of the user or role"), (.explicitIdentityPolicy, "policy of the user or role"),
        (.bucketPolicy, "the bucket's policy"), (.serviceControlPolicy, "service control policy"),
        (.implicitServiceControlPolicy, "service control policy"), (.resourceControlPolicy, "resource control policy"),
        (.permissionsBoundary, "permissions boundary"), (.sessionPolicy, "session policy"),
        (.vpcEndpointPolicy, "VPC endpoint's policy"),
    ]

    @Test("no kind of policy is left out")
    func complete() { #expect(Set(Self.places.map(\.0)) == Set(PeerDenial.allCases)) }

    @Test("the remedy names the permission and the kind of policy that refused, after a single call", arguments: places)
    func denied(_ denial: PeerDenial, _ place: String) async throws {
        var bucket = PeerBucket()
        bucket.denials = ["s3:PutObject": denial, "s3:ListBucket": denial, "s3:DeleteObject": denial]
        try await World.run(bucket) { world in
            let client = try await world.s3()
            let calls: [(String, () async throws -> Void)] = [
                ("s3:PutObject", { try await client.put("exports/a", [1]) }),
                ("s3:ListBucket", { _ = try await client.list(prefix: "exports/") }),
                ("s3:DeleteObject", { _ = try await client.delete("exports/a") }),
            ]
            for (permission, call) in calls {
                let before = world.peer.cloud.requests.count
                let failure = await #expect(throws: S3Failure.self) { try await call() }
                #expect(failure?.failure.kind == .authorization)
                #expect(failure?.failure.remedy?.contains(permission) == true, "\(String(describing: failure))")
                #expect(failure?.failure.remedy?.contains(place) == true, "\(String(describing: failure))")
                #expect(failure?.failure.why.contains(denial.because(permission)) == true)
                #expect(failure?.error?.requestID?.isEmpty == false)
                #expect(world.peer.cloud.requests.count == before + 1)
            }
        }
    }

    @Test("a refusal across accounts, of which AWS tells nothing, still says what to look at")
    func plain() async throws {
        var bucket = PeerBucket()
        bucket.denials = ["s3:PutObject": .bucketPolicy]
        bucket.namesPolicies = false
        try await World.run(bucket) { world in
            let client = try await world.s3()
            let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/a", [1]) }
            let remedy = try #require(failure?.failure.remedy)
            #expect(remedy.contains("s3:PutObject") && remedy.contains("arn:aws:s3:::acme-lake/exports/*"))
        }
    }

    @Test(
        "every trouble with the bucket's key is told as one, and never tried again",
        arguments: PeerKMSKey.Trouble.allCases)
    func key(_ trouble: PeerKMSKey.Trouble) async throws {
        let arn = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000001"
        var bucket = PeerBucket()
        bucket.key = PeerKMSKey(arn, trouble: trouble)
        try await World.run(bucket) { world in
            var client = try await world.s3()
            client.writing.multipartThreshold = 5 << 20
            client.writing.partSize = 5 << 20
            let large = [UInt8](repeating: 7, count: 6 << 20)
            if trouble == .decryptDenied {
                // A single put needs no decryption, so small objects get through and large ones do not.
                try await client.put("exports/small", [1])
            } else {
                let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/small", [1]) }
                try Self.check(failure, arn: arn)
            }
            let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/large", large) }
            try Self.check(failure, arn: arn)
            #expect(failure?.failure.remedy?.contains("kms:Decrypt") == true)
            #expect(world.peer.cloud.object("exports/large", in: "acme-lake") == nil)
        }
    }

    private static func check(_ failure: S3Failure?, arn: String) throws {
        let failure = try #require(failure)
        #expect(failure.failure.kind == .authorization)
        #expect(failure.failure.why.contains(arn))
        #expect(failure.failure.remedy?.contains("kms:GenerateDataKey") == true, "\(failure)")
        #expect(failure.attempts == 1)
    }
}
