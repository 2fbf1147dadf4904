import Foundations
import HTTP
import TestSupport
import Testing

@testable import AWS

@Suite("S3's errors, explained")
struct S3FailureTests {
    @Test(
        "AWS's code decides who must act, and what the remedy names",
        arguments: [
            (403, "AccessDenied", FailureKind.authorization, "s3:PutObject on arn:aws:s3:::acme/lake/*"),
            (403, "InvalidAccessKeyId", .authorization, "AWS_ACCESS_KEY_ID"),
            (403, "SignatureDoesNotMatch", .authorization, "AWS_SECRET_ACCESS_KEY"),
            (400, "ExpiredToken", .authorization, "temporary"), (400, "KMS.DisabledException", .authorization, "kms:"),
            (404, "NoSuchBucket", .configuration, "acme"), (301, "PermanentRedirect", .configuration, "region"),
            (400, "AuthorizationHeaderMalformed", .configuration, "region"),
            (403, "RequestTimeTooSkewed", .configuration, "clock"),
            (501, "NotImplemented", .configuration, "S3-compatible"),
            (400, "InvalidRequest", .configuration, "endpoint"), (503, "SlowDown", .rateLimited, "slow down"),
            (500, "InternalError", .transient, "later"), (599, "Unheard", .configuration, "endpoint"),
        ])
    func kinds(status: Int, code: String, kind: FailureKind, remedy: String) throws {
        let failure = try failure(status, code, message: "the words")
        #expect(failure.kind == kind && failure.remedy?.contains(remedy) == true, "\(failure)")
        #expect(failure.what == "cannot write s3://acme/lake/k")
        #expect(failure.why == "\(code): the words (status \(status), request 4442587FB7D0A2F9)")
    }

    @Test(
        "conflicts and missing objects need no remedy",
        arguments: [
            (412, "PreconditionFailed", FailureKind.conflict), (409, "ConditionalRequestConflict", .conflict),
            (404, "NoSuchKey", .conflict),
        ])
    func plain(status: Int, code: String, kind: FailureKind) throws {
        #expect(try failure(status, code, message: "x").kind == kind)
    }

    @Test(
        "a refusal names the policy that AWS blames",
        arguments: [
            ("because no identity-based policy allows the s3:PutObject action", "user or role"),
            ("with an explicit deny in a resource-based policy", "the bucket's policy refuses"),
            ("with an explicit deny in a service control policy", "service control policy refuses"),
            ("because no session policy allows the s3:PutObject action", "session policy refuses"),
            ("with an explicit deny in a VPC endpoint policy", "VPC endpoint's policy refuses"),
            ("not authorized to perform: kms:GenerateDataKey on this resource", "KMS key"),
        ])
    func policies(message: String, remedy: String) throws {
        let failure = try failure(403, "AccessDenied", message: message)
        #expect(failure.remedy?.contains(remedy) == true, "\(failure)")
    }

    @Test("what is not from S3 is told by its status alone")
    func foreign() throws {
        let page = HTTPResponse.text(502, "<html><body>Bad gateway of secret.example.com</body></html>")
        let error = try #require(S3Error(page, bodyIsObject: false))
        #expect(error.words == "InternalError: the answer is not from S3 (status 502)")
        let head = try #require(S3Error(HTTPResponse(status: 403), bodyIsObject: false))
        #expect(head.code == "AccessDenied" && head.message == "")
        #expect(S3Error(HTTPResponse(status: 204), bodyIsObject: false) == nil)
    }

    @Test("the Date header")
    func dates() {
        #expect(HTTPDate.parse("Wed, 25 Nov 2026 16:00:01 GMT") == Timestamp(iso8601: "2026-11-25T16:00:01Z"))
        for text in ["", "Wed, 25 Nov 2026 16:00:01 CET", "Wed, 25 Foo 2026 16:00:01 GMT", "25 Nov 2026"] {
            #expect(HTTPDate.parse(text) == nil)
        }
    }

    private func failure(_ status: Int, _ code: String, message: String) throws -> Failure {
        let body =
            "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
        let error = try #require(S3Error(.text(status, body), bodyIsObject: false))
        return Failure(error, S3Call(.putObject, key: "lake/k"), S3Bucket("acme"))
    }
}
