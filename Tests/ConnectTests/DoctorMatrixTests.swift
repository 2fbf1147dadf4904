import Foundations
import TestSupport
import Testing

@testable import Connect

/// The rows of the permission matrix: one permission taken away at a time, in a plain and in a versioned bucket.
@Suite("Doctor: one missing permission")
struct DoctorMatrixTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var action: String
        var check: CheckID
        var cause: Cause
        var staysVersioned = 0
        var testDescription: String { "without \(action)" }
    }

    static let rows = [
        Row(action: "s3:PutObject", check: .putObject, cause: .putObjectDenied),
        Row(action: "s3:GetObject", check: .getObject, cause: .getObjectDenied),
        Row(action: "s3:GetObjectVersion", check: .getObjectVersion, cause: .getObjectVersionDenied),
        Row(action: "s3:DeleteObject", check: .deleteObject, cause: .deleteObjectDenied),
        Row(
            action: "s3:DeleteObjectVersion", check: .deleteObjectVersion, cause: .deleteObjectVersionDenied,
            staysVersioned: 2),
        Row(action: "s3:ListBucket", check: .listBucket, cause: .listBucketDenied),
        Row(action: "s3:GetBucketLocation", check: .getBucketLocation, cause: .getBucketLocationDenied),
    ]

    static func examine(_ aws: ModelAWS, _ subject: DoctorSubject? = nil) async throws -> DoctorReport {
        try await Doctor(aws, clock: ManualClock()).examine(try subject ?? .model())
    }

    @Test("Everything granted passes and leaves nothing", arguments: [false, true])
    func granted(isVersioned: Bool) async throws {
        let aws = ModelAWS { $0.isVersioned = isVersioned }
        let report = try await Self.examine(aws)
        #expect(report.outcome == .pass)
        #expect(report.causes.isEmpty && report.leftBehind.isEmpty && aws.left == 0)
        #expect(report.checks.map(\.id) == CheckID.allCases)
        #expect(report.checks.allSatisfy { $0.outcome == .pass })
        #expect(report.isVersioned == isVersioned && report.region == "eu-central-1")
        #expect(report.failureKind == nil)
    }

    @Test("A missing permission is named by its check and by no other", arguments: rows, [false, true])
    func missing(row: Row, isVersioned: Bool) async throws {
        let aws = ModelAWS {
            $0.allowed.remove(row.action)
            $0.isVersioned = isVersioned
        }
        let report = try await Self.examine(aws)
        #expect(report.causes == [row.cause])
        let check = try #require(report.checks.first { $0.cause != nil })
        #expect(check.id == row.check && check.outcome == row.cause.outcome)
        #expect(check.aws?.requestID == "R1" && check.remedy != nil)
        #expect(check.statement?.text.contains(row.action) == true)
        #expect(aws.left == (isVersioned ? row.staysVersioned : 0))
        #expect(report.leftBehind.count == aws.left)
        #expect(report.failureKind == (row.cause.outcome == .fail ? .authorization : nil))
    }

    @Test("Where versions stay it says which version and which marker")
    func staying() async throws {
        let aws = ModelAWS {
            $0.allowed.remove("s3:DeleteObjectVersion")
            $0.isVersioned = true
        }
        let report = try await Self.examine(aws)
        #expect(
            report.leftBehind.map(\.words) == [
                "the version v1 of exports/.connection-check", "the delete marker m2 of exports/.connection-check",
            ])
        let check = try #require(report.checks.first { $0.id == .deleteObjectVersion })
        #expect(check.notes.joined().contains("v1") && check.notes.joined().contains("m2"))
    }

    @Test("Where nothing may be deleted, the object of the first run serves all others", arguments: [false, true])
    func again(isVersioned: Bool) async throws {
        let aws = ModelAWS {
            $0.allowed.subtract(["s3:DeleteObject", "s3:DeleteObjectVersion"])
            $0.isVersioned = isVersioned
        }
        for _ in 1...3 {
            let report = try await Self.examine(aws)
            #expect(report.causes == [.deleteObjectDenied, .deleteObjectVersionDenied])
            #expect(aws.left == 1 && report.leftBehind.count == 1)
        }
    }

    @Test("A role that may not discard uploads passes with a note, and nothing stays", arguments: [false, true])
    func noAbort(isVersioned: Bool) async throws {
        let aws = ModelAWS {
            $0.allowed.remove("s3:AbortMultipartUpload")
            $0.isVersioned = isVersioned
        }
        let report = try await Self.examine(aws)
        #expect(report.outcome == .pass && aws.left == 0)
        #expect(report.checks.first { $0.id == .multipart }?.notes.joined().contains("s3:AbortMultipartUpload") == true)
    }

    @Test("The published policy passes with the one warning about the location")
    func published() async throws {
        let aws = ModelAWS { $0.allowed.subtract(["s3:GetBucketLocation", "s3:AbortMultipartUpload"]) }
        let report = try await Self.examine(aws)
        #expect(report.outcome == .warn && report.causes == [.getBucketLocationDenied] && report.failureKind == nil)
        let remedy = try #require(report.checks.first { $0.cause != nil }?.remedy)
        #expect(remedy.contains("without a condition"))
    }
}
