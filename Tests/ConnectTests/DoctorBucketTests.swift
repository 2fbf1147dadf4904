import Foundations
import TestSupport
import Testing

@testable import Connect

@Suite("Doctor: the bucket and what stands in the way")
struct DoctorBucketTests {
    private func causes(_ change: (inout ModelAWS.Settings) -> Void) async throws -> [Cause] {
        let aws = ModelAWS(change)
        let report = try await DoctorMatrixTests.examine(aws)
        #expect(report.leftBehind.count == aws.left)
        return report.causes
    }

    @Test(
        "The kind of policy that refused is read from AWS's words",
        arguments: [
            ("with an explicit deny in a service control policy", Cause.serviceControlPolicy),
            ("because no service control policy allows the %@ action", .serviceControlPolicy),
            ("with an explicit deny in a resource control policy", .resourceControlPolicy),
            ("because no permissions boundary allows the %@ action", .permissionsBoundary),
            ("because no session policy allows the %@ action", .sessionPolicy),
            ("because no VPC endpoint policy allows the %@ action", .vpcEndpointPolicy),
            ("with an explicit deny in a resource-based policy", .bucketPolicyDenies),
            ("because no resource-based policy allows the %@ action", .bucketPolicyDenies),
            ("with an explicit deny in an identity-based policy", .identityPolicyDenies),
            ("because no identity-based policy allows the %@ action", .putObjectDenied),
            ("", .putObjectDenied),
        ])
    func source(words: String, cause: Cause) async throws {
        #expect(
            try await causes {
                $0.allowed.remove("s3:PutObject"); $0.denial = words
            } == [cause])
    }

    @Test("Refusals of KMS are told from those of S3, with the key's ARN in the statement")
    func kms() async throws {
        let key = "arn:aws:kms:eu-central-1:222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        func refusal(_ action: String) -> Refusal {
            Refusal(
                status: 403, code: "AccessDenied",
                message:
                    "User: arn:aws:sts::222233334444:assumed-role/x/y is not authorized to perform: \(action) on resource: \(key) "
                    + "because no identity-based policy allows the \(action) action")
        }
        let aws = ModelAWS { $0.overrides[.putIfAbsent(again: false)] = refusal("kms:GenerateDataKey") }
        let report = try await DoctorMatrixTests.examine(aws)
        #expect(report.causes == [.kmsGenerateDataKeyDenied] && aws.left == 0)
        let check = try #require(report.checks.first { $0.cause != nil })
        #expect(check.id == .putObject && check.statement?.text.contains(key) == true && check.summary.contains(key))
        #expect(try await causes { $0.overrides[.get] = refusal("kms:Decrypt") } == [.kmsDecryptDenied])
        // B134: the small object could be written, the part could not.
        #expect(try await causes { $0.overrides[.uploadPart] = refusal("kms:Decrypt") } == [.kmsDecryptDenied])
    }

    @Test(
        "B135: a key that is disabled, missing or otherwise unusable is named by S3's code",
        arguments: [
            ("KMS.DisabledException", Cause.kmsKeyDisabled), ("KMS.NotFoundException", .kmsKeyMissing),
            ("KMS.KMSInvalidStateException", .kmsKeyUnusable),
        ])
    func key(code: String, cause: Cause) async throws {
        let refusal = Refusal(status: 400, code: code, message: "arn:aws:kms:…")
        #expect(try await causes { $0.overrides[.putIfAbsent(again: false)] = refusal } == [cause])
    }

    @Test("A missing bucket, one of another partition, and a wrong region are told; nothing else is")
    func location() async throws {
        #expect(try await causes { $0.bucketExists = false } == [.noSuchBucket])
        #expect(try await causes { $0.region = "cn-north-1" } == [.otherPartition])
        let subject = try DoctorSubject.model { $0.region = "us-east-1" }
        let report = try await DoctorMatrixTests.examine(ModelAWS(), subject)
        #expect(report.causes == [.regionCorrected] && report.outcome == .warn && report.region == "eu-central-1")
        // A server that does not answer the unsigned question says it when it lists.
        let missing = Refusal(status: 404, code: "NoSuchBucket")
        #expect(
            try await causes { $0.overrides[.list(prefix: "exports/", checksOwner: true)] = missing } == [.noSuchBucket]
        )
    }

    @Test("Nothing is written into a bucket of another account")
    func owner() async throws {
        let refusal = Refusal(status: 403, code: "AccessDenied", message: "Access Denied")
        let aws = ModelAWS { $0.overrides[.list(prefix: "exports/", checksOwner: true)] = refusal }
        aws.change { $0.overrides[.list(prefix: "exports", checksOwner: true)] = refusal }
        let report = try await DoctorMatrixTests.examine(aws)
        #expect(report.causes == [.bucketOfAnotherAccount])
        #expect(!aws.asked.contains(.putIfAbsent(again: false)) && !aws.asked.contains(.dryPut(.inside)))
    }

    @Test("A condition that lacks the star is told from one that is missing")
    func star() async throws {
        #expect(
            try await causes {
                $0.allowed.remove("s3:ListBucket"); $0.listsPrefixItself = true
            } == [.listConditionWithoutStar])
    }

    @Test("A role that reaches beyond the prefix is a warning; at the bucket's root there is no beyond")
    func outside() async throws {
        #expect(try await causes { $0.outsideIsAllowed = true } == [.roleWiderThanPrefix])
        #expect(
            try await causes {
                $0.outsideIsAllowed = true; $0.ignoresMD5 = true
            } == [.roleWiderThanPrefix])
        let root = try DoctorSubject.model {
            $0.prefix = ""; $0.grant = try AccessGrant(bucket: "acme-lake")
        }
        let aws = ModelAWS { $0.outsideIsAllowed = true }
        let report = try await DoctorMatrixTests.examine(aws, root)
        #expect(report.outcome == .pass && aws.left == 0)
        #expect(report.checks.last?.outcome == .skipped)
        #expect(root.key == ".connection-check")
    }

    @Test("Servers that ignore conditions, checksums or digests are found out, and cleaned all the same")
    func servers() async throws {
        #expect(try await causes { $0.ignoresConditions = true } == [.conditionalWriteIgnored])
        #expect(try await causes { $0.ignoresChecksums = true } == [.checksumsNotVerified])
        #expect(try await causes { $0.ignoresMD5 = true } == [])
        let unsupported = Refusal(status: 501, code: "NotImplemented")
        #expect(
            try await causes { $0.overrides[.putIfAbsent(again: false)] = unsupported } == [
                .conditionalWriteUnsupported
            ])
    }

    @Test("Own keys and no role: what needs a role is skipped, the rest is made")
    func plainKeys() async throws {
        let subject = try DoctorSubject.model {
            $0.role = nil; $0.externalID = nil; $0.bucketOwner = nil; $0.isAWS = false
        }
        let aws = ModelAWS()
        let report = try await DoctorMatrixTests.examine(aws, subject)
        #expect(report.outcome == .pass && aws.left == 0)
        let skipped = report.checks.filter { $0.outcome == .skipped }.map(\.id)
        #expect(skipped == [.ourIdentity, .clock, .roleAssumable, .externalIDEnforced, .rightAccount, .outsidePrefix])
        #expect(!aws.asked.contains(.callerIdentity))
        let wrongSecret = Refusal(status: 403, code: "SignatureDoesNotMatch")
        aws.change { $0.overrides[.list(prefix: "exports/", checksOwner: true)] = wrongSecret }
        #expect(try await DoctorMatrixTests.examine(aws, subject).causes == [.keysRefused])
    }

    @Test("A server that has no versions is not blamed for it")
    func noVersions() async throws {
        let subject = try DoctorSubject.model {
            $0.role = nil; $0.externalID = nil; $0.bucketOwner = nil; $0.isAWS = false
        }
        let refusal = Refusal(status: 501, code: "NotImplemented")
        let aws = ModelAWS { $0.overrides = [.getVersion("null"): refusal, .deleteVersion("null"): refusal] }
        let report = try await DoctorMatrixTests.examine(aws, subject)
        #expect(report.outcome == .pass && aws.left == 0 && report.leftBehind.isEmpty)
    }

    @Test("S3 that does not answer is named once")
    func unreachable() async throws {
        let refusal = Refusal(.unreachable, message: "connection refused")
        let report = try await DoctorMatrixTests.examine(ModelAWS { $0.overrides[.bucketRegion] = refusal })
        #expect(report.causes == [.s3Unreachable] && report.failureKind == .transient)
    }

    @Test("Permissions that were attached a moment ago are tried again, for 20 seconds at most")
    func propagation() async throws {
        let clock = ManualClock()
        let aws = ModelAWS { $0.allowed.remove("s3:PutObject") }
        let report = try await Doctor(aws, clock: clock).examineUntilApplied(try .model(), patience: .seconds(120)) {
            _ in
            aws.change { $0.allowed.insert("s3:PutObject") }
        }
        #expect(report.outcome == .pass && clock.sleeps.count == 1)
        let never = ModelAWS { $0.allowed.remove("s3:PutObject") }
        let other = ManualClock()
        _ = try await Doctor(never, clock: other).examineUntilApplied(try .model(), patience: .seconds(120)) { _ in }
        #expect(other.sleeps.reduce(.zero, +) <= .seconds(20) && never.left == 0)
    }

    @Test("No message holds a key, a token or an id; AWS's words pass through redaction")
    func secrets() async throws {
        let key = "ASIA" + "QWERTYUIOPASDFGH"
        let refusal = Refusal(
            status: 403, code: "AccessDenied", message: "key \(key) of a.person@example.com is refused")
        let report = try await DoctorMatrixTests.examine(ModelAWS { $0.overrides[.get] = refusal })
        let text = report.json.indented
        #expect(!text.contains(key) && !text.contains("example.com") && text.contains("[redacted]"))
        #expect(!text.contains(ModelAWS.id))
    }
}
