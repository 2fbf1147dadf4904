import AWS
import AWSPeer
import Foundations
import TestSupport
import Testing

@Suite("Uploads in parts, and answers that go wrong")
struct S3MultipartTests {
    private static let body = (0..<((5 << 20) + 1000)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }

    private func run(_ bucket: PeerBucket = PeerBucket(), _ body: (World, S3Client) async throws -> Void) async throws {
        try await World.run(bucket) { world in
            var client = try await world.s3()
            client.writing.multipartThreshold = 5 << 20
            client.writing.partSize = 5 << 20
            client.writing.partsAtOnce = 2
            try await body(world, client)
        }
    }

    /// What the completion of an upload can meet; each leaves the upload either open or done.
    static let troubles: [(String, PeerAnswer, carriedOut: Bool)] = [
        ("200 with an error inside", S3Refusal.errorInside200, false),
        ("200 with an error inside after blank lines", S3Refusal.errorInside200.delivered(.afterBlankLines(40)), false),
        ("200 that breaks off", PeerAnswer.xml(200, "<CompleteMultipartUploadResult>").delivered(.cutShort), false),
        ("200 without a body", PeerAnswer(200), false), ("SlowDown", S3Refusal.slowDown, false),
        ("503 without a body", S3Refusal.bareUnavailable, false),
        ("500", S3Refusal.answer(500, "InternalError", ""), true),
        ("lost, but done", PeerAnswer(200).delivered(.lost), true),
        ("200 with an error inside, but done", S3Refusal.errorInside200, true),
    ]

    @Test("the completion is asked for until it is certain, and the object is whole", arguments: troubles)
    func completion(_ name: String, _ answer: PeerAnswer, carriedOut: Bool) async throws {
        for condition in [S3Condition.none, .ifAbsent] {
            try await run { world, client in
                world.peer.cloud.next("CompleteMultipartUpload", answer, carriedOut: carriedOut)
                try await client.put("exports/large", Self.body, condition)
                #expect(world.peer.cloud.object("exports/large", in: "acme-lake") == Self.body)
                #expect(world.peer.cloud.operations.count { $0 == "CompleteMultipartUpload" } == 2)
                #expect(!world.peer.cloud.operations.contains("AbortMultipartUpload"))
            }
        }
    }

    @Test("blank lines before the result are waited for")
    func blankLines() async throws {
        try await run { world, client in
            let result =
                "<CompleteMultipartUploadResult><ETag>&quot;0123-2&quot;</ETag></CompleteMultipartUploadResult>"
            world.peer.cloud.next(
                "CompleteMultipartUpload", PeerAnswer.xml(200, result).delivered(.afterBlankLines(300)),
                carriedOut: true)
            let version = try await client.put("exports/large", Self.body)
            #expect(version.entityTag == "\"0123-2\"")
            #expect(world.peer.cloud.operations.count { $0 == "CompleteMultipartUpload" } == 1)
        }
    }

    @Test("somebody else's object stops a conditional upload, and its parts are discarded")
    func conflict() async throws {
        try await run { world, client in
            try await client.put("exports/large", [1])
            let failure = await #expect(throws: S3Failure.self) {
                try await client.put("exports/large", Self.body, .ifAbsent)
            }
            #expect(failure?.failure.kind == .conflict)
            #expect(world.peer.cloud.operations.last == "AbortMultipartUpload")
            #expect(world.peer.cloud.object("exports/large", in: "acme-lake") == [1])
        }
    }

    @Test(
        "a put whose answer is lost is neither doubled nor taken for somebody else's",
        arguments: [S3Condition.none, .ifAbsent])
    func lostPut(_ condition: S3Condition) async throws {
        var bucket = PeerBucket()
        bucket.isVersioned = condition != .none
        try await run(bucket) { world, client in
            world.peer.cloud.next("PutObject", PeerAnswer(200).delivered(.lost), carriedOut: true)
            try await client.put("exports/a", [1, 2], condition)
            #expect(world.peer.cloud.object("exports/a", in: "acme-lake") == [1, 2])
            #expect(world.peer.cloud.contents(of: "acme-lake").count == 1)
        }
    }

    @Test("a conflict that AWS wants to be tried again is")
    func conditionalConflict() async throws {
        try await run { world, client in
            world.peer.cloud.next("PutObject", S3Refusal.conditionalConflict)
            try await client.put("exports/a", [1], .ifAbsent)
            #expect(world.peer.cloud.operations.count { $0 == "PutObject" } == 2)
        }
    }

    @Test("an object that breaks off on its way is fetched again")
    func brokenGet() async throws {
        try await run { world, client in
            try await client.put("exports/a", Array(Self.body.prefix(100_000)))
            let half = PeerAnswer(200, headers: ["ETag": "\"x\""], body: String(repeating: "x", count: 1000))
            world.peer.cloud.next("GetObject", half.delivered(.cutShort))
            let object = try await client.get("exports/a")
            #expect(object.body == Array(Self.body.prefix(100_000)))
        }
    }
}
