import AWS
import AWSPeer
import Foundations
import HTTP
import TestSupport

/// A vendor's user, a customer's role and bucket, and real clients between them and an AWS of our own.
struct World {
    static let role = "arn:aws:iam::111111111111:role/hublake-export"
    static let externalID = "hs-abcdefghijklmnopqrstuvwxyz234567"

    let peer: AWSPeer
    let transport: any HTTPTransport
    /// The clients' clock.
    let clock: ManualClock
    /// AWS's clock; both begin at the same moment.
    let peerClock: ManualClock
    let user: PeerUser

    /// Runs `body` beside an AWS in which a role of the bucket's account trusts the vendor's user.
    static func run(
        _ bucket: PeerBucket = PeerBucket(), role: PeerRole? = nil, user: PeerUser = PeerUser(),
        _ body: (World) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let peerClock = ManualClock(clock.now())
        var setup = PeerCloud.Setup()
        setup.users = [user]
        setup.roles = [role ?? PeerRole(Self.role, trusts: [user.arn], externalID: externalID)]
        setup.buckets = [bucket]
        try await AWSPeer.run(PeerCloud(setup, clock: peerClock)) { peer, transport in
            try await body(
                World(peer: peer, transport: transport, clock: clock, peerClock: peerClock, user: user))
        }
    }

    var keys: AWSCredentials { AWSCredentials(accessKeyID: user.accessKey, secretAccessKey: user.secretKey) }

    /// STS of `region`, asked by the vendor's user.
    func sts(region: String = "us-east-1", keys: AWSCredentials? = nil) throws -> STSClient {
        STSClient(
            endpoint: try STSEndpoint(region: region), credentials: StaticCredentials(keys ?? self.keys),
            transport: transport, clock: clock, random: { 0.5 })
    }

    /// The request for a session of the customer's role.
    func request(externalID: String? = World.externalID, duration: Int = 3600) throws -> AssumeRoleRequest {
        AssumeRoleRequest(
            role: try RoleARN(Self.role), sessionName: "hublake-acme", externalID: externalID, duration: duration)
    }

    /// A client of AWS's S3 that believes the bucket to be in `region` and has a session of the role.
    func s3(
        region: String = "us-east-1", bucket: String = "acme-lake", expectedOwner: String? = nil
    ) async throws -> S3Client {
        let session = try await sts().assumeRole(try request()).credentials
        return s3(keys: session, region: region, bucket: bucket, expectedOwner: expectedOwner)
    }

    /// The same with other keys.
    func s3(
        keys: AWSCredentials, region: String = "us-east-1", bucket: String = "acme-lake", expectedOwner: String? = nil
    ) -> S3Client {
        S3Client(
            bucket: S3Bucket(bucket, region: region, expectedOwner: expectedOwner),
            credentials: StaticCredentials(keys), transport: transport, clock: clock, random: { 0.5 })
    }
}
