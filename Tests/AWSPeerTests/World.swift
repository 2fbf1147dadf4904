import AWS
import AWSPeer
import Foundations
import HTTP
import TestSupport

/// A vendor's user, a customer's bucket in the vendor's own account's reach, and a client between them.
struct World {
    let peer: AWSPeer
    let transport: any HTTPTransport
    let clock: ManualClock
    let user: PeerUser

    /// Runs `body` beside an AWS in which the user's own account has a bucket.
    static func run(_ bucket: PeerBucket = PeerBucket(), _ body: (World) async throws -> Void) async throws {
        let clock = ManualClock()
        let user = PeerUser("arn:aws:iam::111111111111:user/hublake")
        var setup = PeerCloud.Setup()
        setup.users = [user]
        setup.buckets = [bucket]
        try await AWSPeer.run(PeerCloud(setup, clock: clock)) { peer, transport in
            try await body(World(peer: peer, transport: transport, clock: clock, user: user))
        }
    }

    var keys: AWSCredentials { AWSCredentials(accessKeyID: user.accessKey, secretAccessKey: user.secretKey) }

    /// A client of AWS itself, that believes the bucket to be in `region`.
    func client(
        region: String = "us-east-1", bucket: String = "acme-lake", expectedOwner: String? = nil,
        keys: AWSCredentials? = nil
    ) -> S3Client {
        S3Client(
            bucket: S3Bucket(bucket, region: region, expectedOwner: expectedOwner),
            credentials: StaticCredentials(keys ?? self.keys), transport: transport, clock: clock, random: { 0.5 })
    }
}
