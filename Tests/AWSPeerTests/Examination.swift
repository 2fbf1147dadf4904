import AWS
import AWSPeer
import Connect
import Foundations
import TestSupport
import Testing

/// The doctor on the world's one connection, with everything real but AWS.
struct Examination {
    let world: World
    var region: String?
    var owner = "111111111111"
    var kmsKey: String?
    var stsRegion = "us-east-1"
    var keys: AWSCredentials?

    func report() async throws -> DoctorReport {
        let grant = try AccessGrant(
            bucket: "acme-lake", prefixes: ["exports"], kmsKey: kmsKey, account: "111111111111")
        let subject = DoctorSubject(
            connection: "acme", grant: grant, prefix: "exports", role: grant.role,
            externalID: World.externalID, bucketOwner: owner, region: region, stsRegion: stsRegion)
        let keys = keys ?? world.keys
        let prober = AWSProber(
            sts: try world.sts(region: stsRegion, keys: keys), own: StaticCredentials(keys),
            transport: world.transport, address: S3Bucket("acme-lake", region: region), clock: world.clock)
        return try await Doctor(prober, clock: world.clock).examine(subject)
    }

    /// Expects these causes in these checks and no others, and a clean bucket.
    func expect(_ expected: [CheckID: Cause], _ comment: Comment? = nil) async throws {
        let found = try await causes()
        #expect(found == expected, comment)
    }

    private func causes() async throws -> [CheckID: Cause] {
        let report = try await report()
        #expect(report.checks.map(\.id) == CheckID.allCases)
        #expect(report.leftBehind.isEmpty, "\(report.leftBehind)")
        #expect(world.peer.cloud.contents(of: "acme-lake").isEmpty)
        for check in report.checks where check.cause != nil { #expect(check.remedy?.isEmpty == false) }
        return report.checks.reduce(into: [:]) { $0[$1.id] = $1.cause }
    }
}
