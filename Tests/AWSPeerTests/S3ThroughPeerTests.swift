import AWS
import AWSPeer
import Foundations
import TestSupport
import Testing

@Suite("S3Client and an AWS of our own")
struct S3ThroughPeerTests {
    @Test("what is put with a role's session is there, and comes back")
    func roundTrip() async throws {
        try await World.run { world in
            let client = try await world.s3()
            let key = "exports/a b/ü+(1)!'*=~.bin"
            try await client.put(key, [1, 2, 3])
            #expect(world.peer.cloud.object(key, in: "acme-lake") == [1, 2, 3])
            let (object, head) = (try await client.get(key), try await client.head(key))
            #expect(object.body == [1, 2, 3])
            #expect(head.size == 3)
            let page = try await client.list(prefix: "exports/")
            #expect(page.objects.map(\.key) == [key])
            _ = try await client.delete(key)
            #expect(world.peer.cloud.contents(of: "acme-lake") == [])
            #expect(world.peer.cloud.requests.last?.host == "acme-lake.s3.us-east-1.amazonaws.com")
        }
    }

    @Test("in a bucket with versions, each is told and can be removed by itself")
    func versions() async throws {
        var bucket = PeerBucket()
        bucket.isVersioned = true
        try await World.run(bucket) { world in
            let client = try await world.s3()
            let version = try #require(try await client.put("exports/a", [1]).versionID)
            let marker = try await client.delete("exports/a")
            #expect(marker.isDeleteMarker)
            let object = try await client.get("exports/a", version: version)
            #expect(object.body == [1])
            _ = try await client.delete("exports/a", version: version)
            _ = try await client.delete("exports/a", version: marker.versionID)
            #expect(world.peer.cloud.contents(of: "acme-lake") == [])
        }
    }

    @Test("an object of which nobody may know whether it exists is missing, not forbidden")
    func missing() async throws {
        try await World.run { world in
            let client = try await world.s3()
            let failure = await #expect(throws: S3Failure.self) { _ = try await client.get("exports/none") }
            #expect(failure?.failure.kind == .notFound)
            let head = await #expect(throws: S3Failure.self) { _ = try await client.head("exports/none") }
            #expect(head?.error?.status == 403)
            #expect(head?.error?.isBare == true)
        }
    }

    @Test("a put with a wrong digest tells whether it would be allowed, and stores nothing")
    func dryPut() async throws {
        try await World.run { world in
            let client = try await world.s3()
            for wrong in [S3WrongDigest.contentMD5, .checksum] {
                let inside = await #expect(throws: S3Failure.self) {
                    try await client.put("exports/check", [1], stating: wrong)
                }
                #expect(inside?.error?.code == "BadDigest")
                let outside = await #expect(throws: S3Failure.self) {
                    try await client.put("elsewhere/check", [1], stating: wrong)
                }
                #expect(outside?.error?.code == "AccessDenied")
            }
            #expect(world.peer.cloud.contents(of: "acme-lake") == [])
            #expect(world.peer.cloud.operations.count { $0 == "PutObject" } == 4, "none is worth another try")
        }
    }

    @Test("a bucket that another account has taken over is not written to")
    func owner() async throws {
        try await World.run { world in
            try await world.s3(expectedOwner: "111111111111").put("exports/a", [1])
            let client = try await world.s3(expectedOwner: "444444444444")
            let failure = await #expect(throws: S3Failure.self) { try await client.put("exports/b", [1]) }
            #expect(failure?.failure.kind == .authorization)
            #expect(failure?.failure.remedy?.contains("444444444444") == true)
            #expect(world.peer.cloud.contents(of: "acme-lake") == ["exports/a"])
        }
    }

    @Test("a clock that is 20 minutes off is corrected by S3's own", arguments: [-1200, 1200])
    func clock(_ seconds: Int) async throws {
        try await World.run { world in
            let client = try await world.s3()
            world.clock.advance(by: .seconds(seconds))
            try await client.put("exports/a", [1])
            try await client.put("exports/b", [1])
            #expect(world.peer.cloud.operations.count { $0 == "PutObject" } == 3)
            #expect(client.clockOffset == .seconds(-seconds))
        }
    }

    @Test("a deletion of many tells which of them S3 refused, although its answer is 200")
    func deleteMany() async throws {
        try await World.run { world in
            let client = try await world.s3()
            try await client.put("exports/a", [1])
            try await client.put("exports/b", [1])
            let refused = try await client.delete([S3Target("exports/a"), S3Target("private/x"), S3Target("exports/b")])
            #expect(refused.map(\.target.key) == ["private/x"])
            #expect(refused.map(\.code) == ["AccessDenied"])
            #expect(world.peer.cloud.contents(of: "acme-lake") == [])
        }
    }
}
