import AWS
import AWSPeer
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("A role's session, from one renewal to the next")
struct RoleSessionTests {
    private func session(_ world: World, ids: [String] = [World.externalID]) throws -> AssumedRoleCredentials {
        let access = RoleAccess(
            role: try RoleARN(World.role), externalIDs: ids, sessionName: "hublake-acme",
            sessionPolicy: try SessionPolicy.json(bucket: "acme-lake", prefixes: ["exports"]))
        return AssumedRoleCredentials(access, sts: try world.sts(), clock: world.clock)
    }

    private func advance(_ world: World, _ seconds: Int) {
        world.clock.advance(by: .seconds(seconds))
        world.peerClock.advance(by: .seconds(seconds))
    }

    @Test("B125: the external id and the narrowing policy go with the first call and with each renewal")
    func b125() async throws {
        try await World.run { world in
            let session = try session(world)
            let client = S3Client(
                bucket: S3Bucket("acme-lake", region: "us-east-1"), credentials: session, transport: world.transport,
                clock: world.clock)
            for number in 0..<4 {
                try await client.put("exports/\(number)", [1])
                advance(world, 3600)
            }
            let calls = world.peer.cloud.requests.filter { $0.field("Action") == "AssumeRole" }
            #expect(calls.count == 4)
            #expect(calls.allSatisfy { $0.field("ExternalId") == World.externalID })
            #expect(calls.allSatisfy { $0.field("Policy")?.contains("arn:aws:s3:::acme-lake/exports/*") == true })
            #expect(world.peer.cloud.contents(of: "acme-lake").count == 4)
        }
    }

    @Test("B125: a refusal names the role and says that the id may differ, without showing it")
    func b125Words() async throws {
        try await World.run { world in
            world.peer.cloud.change { $0.roles[0].externalID = "another" }
            let session = try session(world)
            let failure = await #expect(throws: Failure.self) { _ = try await session.credentials() }
            let text = failure?.description ?? ""
            #expect(failure?.kind == .authorization)
            #expect(text.contains(World.role) && text.contains("external id"))
            #expect(!text.contains(World.externalID))
        }
    }

    @Test("a session that AWS ends early is opened again, and the call is done")
    func endedEarly() async throws {
        try await World.run { world in
            let client = S3Client(
                bucket: S3Bucket("acme-lake", region: "us-east-1"), credentials: try session(world),
                transport: world.transport, clock: world.clock)
            try await client.put("exports/a", [1])
            world.peer.cloud.endSessions()
            try await client.put("exports/b", [1])
            #expect(world.peer.cloud.contents(of: "acme-lake") == ["exports/a", "exports/b"])
            #expect(world.peer.cloud.operations.count { $0 == "AssumeRole" } == 2)
        }
    }

    @Test("many callers at once open one session")
    func shared() async throws {
        try await World.run { world in
            let session = try session(world)
            try await withThrowingTaskGroup(of: AWSCredentials.self) { group in
                for _ in 0..<16 { group.addTask { try await session.credentials() } }
                var keys: Set<AWSCredentials> = []
                for try await one in group { keys.insert(one) }
                #expect(keys.count == 1)
            }
            #expect(world.peer.cloud.operations == ["AssumeRole"])
        }
    }

    @Test("while an id is being replaced, the old one opens the role until the new one does")
    func rotation() async throws {
        try await World.run { world in
            let session = try session(world, ids: ["hs-the-new-id", World.externalID])
            _ = try await session.credentials()
            #expect(session.acceptedExternalID == World.externalID)
            world.peer.cloud.change { $0.roles[0].externalID = "hs-the-new-id" }
            advance(world, 3600)
            _ = try await session.credentials()
            #expect(session.acceptedExternalID == "hs-the-new-id")
            let ids = world.peer.cloud.requests.map { $0.field("ExternalId") }
            #expect(ids == ["hs-the-new-id", World.externalID, "hs-the-new-id"])
        }
    }

    @Test("keys that still work are kept while STS is down")
    func downtime() async throws {
        try await World.run { world in
            let session = try session(world)
            let first = try await session.credentials()
            world.peer.cloud.always("AssumeRole", STSRefusal.serviceUnavailable.answer)
            advance(world, 3000)
            #expect(try await session.credentials() == first)
            advance(world, 601)
            await expectFailure(.transient) { _ = try await session.credentials() }
        }
    }
}
