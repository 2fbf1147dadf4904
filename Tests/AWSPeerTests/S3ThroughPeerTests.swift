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
            _ = try await client.put("exports/a b/ü+.bin", [1, 2, 3])
            #expect(world.peer.cloud.object("exports/a b/ü+.bin", in: "acme-lake") == [1, 2, 3])
            #expect(try await client.get("exports/a b/ü+.bin").body == [1, 2, 3])
            #expect(try await client.list(prefix: "exports/").objects.map(\.key) == ["exports/a b/ü+.bin"])
        }
    }
}
