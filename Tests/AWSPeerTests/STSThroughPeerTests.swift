import AWS
import AWSPeer
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("STSClient and an AWS of our own")
struct STSThroughPeerTests {
    @Test("the role opens with the right id and nothing else, and the caller's identity is told")
    func opens() async throws {
        try await World.run { world in
            let sts = try world.sts()
            #expect(try await sts.callerIdentity().arn == world.user.arn)
            let role = try await sts.assumeRole(try world.request())
            #expect(role.credentials.sessionToken != nil)
            for id in [nil, "hs-another-id"] as [String?] {
                let request = try world.request(externalID: id)
                let error = await #expect(throws: STSError.self) { _ = try await sts.assumeRole(request) }
                #expect(error?.cause == .accessDenied)
            }
            let ids = world.peer.cloud.requests.dropFirst().map { $0.field("ExternalId") }
            #expect(ids == [World.externalID, nil, "hs-another-id"])
        }
    }

    @Test("a session says who it is, and its keys sign")
    func session() async throws {
        try await World.run { world in
            let keys = try await world.sts().assumeRole(try world.request()).credentials
            let identity = try await world.sts(keys: keys).callerIdentity()
            #expect(identity.account == "111111111111")
            #expect(identity.arn == "arn:aws:sts::111111111111:assumed-role/hublake-export/hublake-acme")
        }
    }

    @Test("keys that AWS does not know, a wrong secret and ended sessions are our trouble, not the role's")
    func ourKeys() async throws {
        try await World.run { world in
            let session = try await world.sts().assumeRole(try world.request()).credentials
            world.clock.advance(by: .seconds(3601))
            world.peerClock.advance(by: .seconds(3601))
            var cut = session
            cut.sessionToken = "another"
            let cases: [(AWSCredentials, STSError.Cause)] = [
                (AWSCredentials(accessKeyID: "AKIANOBODY", secretAccessKey: "x"), .ownKeysUnknown),
                (AWSCredentials(accessKeyID: world.user.accessKey, secretAccessKey: "x"), .ownSecretWrong),
                (cut, .ownKeysUnknown), (session, .ownKeysExpired),
            ]
            for (keys, cause) in cases {
                let sts = try world.sts(keys: keys)
                let error = await #expect(throws: STSError.self) { _ = try await sts.callerIdentity() }
                #expect(error?.cause == cause)
                #expect(error?.isOurs == true)
            }
        }
    }

    @Test("a clock that is 20 minutes off is corrected by AWS's own, once", arguments: [-1200, 1200])
    func clock(_ seconds: Int) async throws {
        try await World.run { world in
            world.clock.advance(by: .seconds(seconds))
            let sts = try world.sts()
            let identity = try await sts.callerIdentity()
            #expect(identity.answer.clockOffset == Int64(-seconds))
            #expect(world.peer.cloud.requests.count == 2)
            _ = try await sts.callerIdentity()
            #expect(world.peer.cloud.requests.count == 3, "the correction was forgotten")
        }
    }

    @Test("B131: a switched-off endpoint is named as such, with the setting that chooses another")
    func b131() async throws {
        try await World.run { world in
            world.peer.cloud.change { $0.stsSwitchedOff = ["ap-east-1"] }
            let request = try world.request()
            let off = try world.sts(region: "ap-east-1")
            let error = await #expect(throws: STSError.self) { _ = try await off.assumeRole(request) }
            #expect(error?.cause == .regionDisabled)
            let failure = try #require(error?.failure)
            #expect(failure.remedy?.contains("sts-region") == true)
            #expect(try await off.callerIdentity().account == "222222222222", "only the role's account has it off")
            _ = try await world.sts(region: "eu-central-1").assumeRole(request)
        }
    }

    @Test("B132: STS is asked at its regional endpoint, and signed for it, in every partition")
    func b132() async throws {
        let hosts = [
            "me-south-1": "sts.me-south-1.amazonaws.com", "us-gov-west-1": "sts.us-gov-west-1.amazonaws.com",
            "cn-north-1": "sts.cn-north-1.amazonaws.com.cn", "eusc-de-east-1": "sts.eusc-de-east-1.amazonaws.eu",
        ]
        try await World.run { world in
            for (region, host) in hosts {
                // The peer refuses a signature that is for another region than its host's.
                _ = try await world.sts(region: region).callerIdentity()
                #expect(world.peer.cloud.requests.last?.host == host)
            }
            let special = [
                (try STSEndpoint(region: "us-east-1", fips: true), "sts-fips.us-east-1.amazonaws.com"),
                (try STSEndpoint(region: "eu-west-1", dualStack: true), "sts.eu-west-1.api.aws"),
            ]
            for (endpoint, host) in special {
                let sts = STSClient(
                    endpoint: endpoint, credentials: StaticCredentials(world.keys), transport: world.transport,
                    clock: world.clock)
                _ = try await sts.callerIdentity()
                #expect(world.peer.cloud.requests.last?.host == host)
            }
        }
    }
}
