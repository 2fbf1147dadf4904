import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport

/// A client whose network is a script and whose clock does not run.
final class S3Lab: Sendable {
    let transport: ScriptedTransport
    let clock: ManualClock
    let keys: any CredentialProvider
    let client: S3Client
    let warnings: Warnings

    init(
        _ answers: [ScriptedTransport.Answer], fallback: ScriptedTransport.Answer? = nil,
        bucket: S3Bucket = S3Bucket("acme", region: "us-east-1"), writing: S3WriteSettings = S3WriteSettings(),
        now: String = "2026-11-25T10:00:00Z", keys: any CredentialProvider = RenewableKeys()
    ) {
        let warnings = Warnings()
        transport = ScriptedTransport(answers: answers, fallback: fallback)
        clock = ManualClock(Timestamp(iso8601: now) ?? Timestamp(microseconds: 0))
        client = S3Client(
            bucket: bucket, credentials: keys, transport: transport, writing: writing, clock: clock, random: { 0.5 },
            warn: { warnings.add($0) })
        self.keys = keys
        self.warnings = warnings
    }
}

/// What a client wanted its user to know.
final class Warnings: Sendable {
    private let all = Mutex<[Failure]>([])
    var list: [Failure] { all.withLock { $0 } }
    func add(_ failure: Failure) { all.withLock { $0.append(failure) } }
}

final class RenewableKeys: CredentialProvider {
    private let count = Mutex(0)
    var invalidations: Int { count.withLock { $0 } }

    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token")
    }

    func invalidate(_ expired: AWSCredentials) async { count.withLock { $0 += 1 } }
}

let writeIDHeader = "x-amz-meta-hublake-write-id"

let stored: ScriptedTransport.Answer = { _ in
    HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"tag\"")])
}

let connectionReset: ScriptedTransport.Answer = { _ in
    throw Failure(.transient, "cannot PUT", why: "the connection was reset")
}

func refusal(
    _ status: Int, _ code: String, _ headers: [(String, String)] = [], region: String? = nil
) -> ScriptedTransport.Answer {
    let region = region.map { "<Region>\($0)</Region>" } ?? ""
    let body = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>\(code)</Code><Message>the words</Message>\(region)<RequestId>4442587FB7D0A2F9</RequestId></Error>
        """
    return { _ in .text(status, body, headers) }
}

func listing(_ keys: [String], next: String? = nil) -> ScriptedTransport.Answer {
    let items = keys.map {
        "<Contents><Key>\($0)</Key><LastModified>2026-11-25T10:00:00.000Z</LastModified><Size>3</Size></Contents>"
    }
    let token = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
    let body =
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><EncodingType>url</EncodingType>"
        + "<IsTruncated>\(next != nil)</IsTruncated>\(token)\(items.joined())</ListBucketResult>"
    return { _ in .text(200, body) }
}
