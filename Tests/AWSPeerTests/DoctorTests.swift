import AWS
import AWSPeer
import Connect
import Foundations
import TestSupport
import Testing

@Suite("The doctor and an AWS of our own: what no emulator says")
struct DoctorTests {
    @Test("nothing is wrong where nothing is wrong, with and without versions", arguments: [false, true])
    func healthy(_ versioned: Bool) async throws {
        var bucket = PeerBucket(region: "eu-central-1")
        bucket.isVersioned = versioned
        try await World.run(bucket) { world in
            let report = try await Examination(world: world).report()
            #expect(report.causes == [], "\(report.causes)")
            #expect(report.checks.allSatisfy { $0.outcome == .pass }, "\(report.checks)")
            #expect(report.region == "eu-central-1")
            #expect(report.isVersioned == versioned)
            #expect(world.peer.cloud.contents(of: "acme-lake").isEmpty)
        }
    }

    /// The kinds of policy that AWS names.
    static let policies: [(PeerDenial, Cause?)] = [
        (.identityPolicy, nil), (.explicitIdentityPolicy, .identityPolicyDenies), (.bucketPolicy, .bucketPolicyDenies),
        (.serviceControlPolicy, .serviceControlPolicy), (.implicitServiceControlPolicy, .serviceControlPolicy),
        (.resourceControlPolicy, .resourceControlPolicy), (.permissionsBoundary, .permissionsBoundary),
        (.sessionPolicy, .sessionPolicy), (.vpcEndpointPolicy, .vpcEndpointPolicy),
    ]

    /// Permission, the check that shows it, and its cause where only the statement is missing.
    static let permissions: [(String, CheckID, Cause)] = [
        ("s3:ListBucket", .listBucket, .listBucketDenied), ("s3:PutObject", .putObject, .putObjectDenied),
        ("s3:GetObject", .getObject, .getObjectDenied),
        ("s3:GetObjectVersion", .getObjectVersion, .getObjectVersionDenied),
        ("s3:DeleteObject", .deleteObject, .deleteObjectDenied),
    ]

    @Test(
        "the kind of policy that refuses a permission is the cause, in that permission's check alone",
        arguments: policies)
    func policy(_ denial: PeerDenial, _ cause: Cause?) async throws {
        for (permission, check, missing) in Self.permissions {
            var bucket = PeerBucket()
            bucket.denials = [permission: denial]
            try await World.run(bucket) { world in
                try await Examination(world: world).expect(
                    [check: cause ?? missing], "\(permission) \(denial)")
            }
        }
    }

    @Test("without DeleteObjectVersion the report says which version and which marker stay", arguments: policies)
    func leftBehind(_ denial: PeerDenial, _ cause: Cause?) async throws {
        var bucket = PeerBucket()
        bucket.isVersioned = true
        bucket.denials = ["s3:DeleteObjectVersion": denial]
        try await World.run(bucket) { world in
            let report = try await Examination(world: world).report()
            #expect(report.causes == [cause ?? .deleteObjectVersionDenied])
            let told = report.leftBehind.map { item in
                "\(item.key) \(item.versionID ?? "null")\(item.isDeleteMarker ? " marker" : "")"
            }
            #expect(told.sorted() == world.peer.cloud.contents(of: "acme-lake").sorted())
            #expect(told.count == 2)
        }
    }

    static let keyTroubles: [(PeerKMSKey.Trouble, Set<Cause>)] = [
        (.generateDataKeyDenied, [.kmsGenerateDataKeyDenied]), (.decryptDenied, [.kmsDecryptDenied]),
        (.disabled, [.kmsKeyDisabled]), (.pendingDeletion, [.kmsKeyUnusable]), (.missing, [.kmsKeyMissing]),
        (.ofAnotherAccount, [.kmsGenerateDataKeyDenied]),
    ]

    @Test("what is wrong with the bucket's KMS key is named, and the key with it", arguments: keyTroubles)
    func key(_ trouble: PeerKMSKey.Trouble, _ causes: Set<Cause>) async throws {
        let arn = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000001"
        var bucket = PeerBucket()
        bucket.key = PeerKMSKey(arn, trouble: trouble)
        try await World.run(bucket) { world in
            let report = try await Examination(world: world).report()
            #expect(Set(report.causes) == causes, "\(report.causes)")
            #expect(world.peer.cloud.contents(of: "acme-lake").isEmpty)
            #expect(report.checks.contains { $0.aws?.message.contains(arn) == true })
        }
    }

    static let refusals: [(STSRefusal, CheckID, Cause)] = [
        (.accessDenied, .roleAssumable, .trustDoesNotMatch),
        (.callerPolicyDenies, .roleAssumable, .ownPolicyDeniesAssume),
        (.regionDisabled, .roleAssumable, .stsRegionOff), (.expiredToken, .roleAssumable, .ownKeysRefused),
        (.invalidClientTokenID, .roleAssumable, .ownKeysRefused),
        (.signatureDoesNotMatch, .roleAssumable, .ownKeysRefused),
        (.sessionTooLong, .roleAssumable, .sessionTooLong), (.throttling, .roleAssumable, .stsUnreachable),
        (.serviceUnavailable, .roleAssumable, .stsUnreachable),
        (.malformedPolicyDocument, .roleAssumable, .unexpectedAnswer),
    ]

    @Test("each refusal of AssumeRole has one cause, and everything behind it is skipped", arguments: refusals)
    func assumeRole(_ refusal: STSRefusal, _ check: CheckID, _ cause: Cause) async throws {
        try await World.run { world in
            world.peer.cloud.always("AssumeRole", refusal.answer)
            let report = try await Examination(world: world).report()
            #expect(report.causes == [cause], "\(report.causes)")
            #expect(report.checks.first { $0.cause != nil }?.id == check)
            #expect(report.checks.first { $0.cause != nil }?.aws?.code == refusal.parts.code)
            #expect(report.checks.dropFirst(5).allSatisfy { $0.outcome == .skipped })
        }
    }

    @Test("our own trouble is never the role's")
    func ourselves() async throws {
        try await World.run { world in
            var wrong = world.keys
            wrong.secretAccessKey = "another"
            try await Examination(world: world, keys: wrong).expect([.ourIdentity: .ownKeysRefused])
            #expect(!world.peer.cloud.operations.contains("AssumeRole"))
        }
    }

    @Test("B128: a role that opens without the id, or with any, fails although everything works")
    func b128() async throws {
        let open = PeerRole(World.role, externalID: nil)
        try await World.run(role: open) { world in
            try await Examination(world: world).expect([.externalIDEnforced: .externalIDNotEnforced])
        }
        try await World.run { world in
            try await Examination(world: world).expect([:])
            let ids = Set(
                world.peer.cloud.requests.filter { $0.field("Action") == "AssumeRole" }.map { $0.field("ExternalId") })
            #expect(
                ids.count == 3 && ids.contains(nil) && ids.contains(World.externalID),
                "neither none nor a wrong one was tried")
        }
    }

    @Test("a bucket that somebody else has registered is named, and nothing is written into it")
    func owner() async throws {
        try await World.run(PeerBucket(prefix: "exports")) { world in
            let examination = Examination(world: world, owner: "444444444444")
            try await examination.expect([.listBucket: .bucketOfAnotherAccount])
            #expect(!world.peer.cloud.operations.contains("PutObject"))
        }
    }

    @Test("the region is found; one that was set wrong is told and corrected")
    func region() async throws {
        for misrouted in S3RegionTests.misroutings {
            var bucket = PeerBucket(region: "ap-southeast-2")
            bucket.misrouted = misrouted
            try await World.run(bucket) { world in
                try await Examination(world: world).expect([:])
                try await Examination(world: world, region: "ap-southeast-2").expect([:])
                try await Examination(world: world, region: "eu-west-1").expect([.region: .regionCorrected])
            }
        }
    }

    @Test("a bucket that does not exist is one cause, not nine")
    func missing() async throws {
        try await World.run(PeerBucket("another-lake")) { world in
            try await Examination(world: world).expect([.region: .noSuchBucket])
        }
    }

    @Test("a clock that is off is told, and is in nobody's way")
    func clock() async throws {
        try await World.run { world in
            world.clock.advance(by: .seconds(-1500))
            try await Examination(world: world).expect([.clock: .clockOff])
        }
    }

    @Test("a role that may write beside the prefix is told of")
    func wide() async throws {
        try await World.run(PeerBucket(prefix: nil)) { world in
            try await Examination(world: world).expect([.outsidePrefix: .roleWiderThanPrefix])
        }
    }

    @Test("the published policy, which grants the location in vain, is a warning and no more", arguments: policies)
    func location(_ denial: PeerDenial, _: Cause?) async throws {
        var bucket = PeerBucket()
        bucket.denials = ["s3:GetBucketLocation": denial]
        try await World.run(bucket) { world in
            let report = try await Examination(world: world).report()
            #expect(report.causes == [.getBucketLocationDenied])
            #expect(report.outcome == .warn)
        }
    }

    @Test("a refused abort is a note: the upload is finished and removed instead")
    func abort() async throws {
        var bucket = PeerBucket()
        bucket.denials = ["s3:AbortMultipartUpload": .identityPolicy]
        try await World.run(bucket) { world in
            let report = try await Examination(world: world).report()
            #expect(report.causes == [])
            #expect(report.checks.first { $0.id == .multipart }?.notes.isEmpty == false)
            #expect(world.peer.cloud.contents(of: "acme-lake").isEmpty)
            #expect(world.peer.cloud.openUploads(in: "acme-lake").isEmpty)
        }
    }
}
