import AWS
import Connect
import Foundations
import HTTP
import ObjectStore

extension Application {
    /// Runs `body` with a doctor for `connection`, who asks the servers that the connection names.
    func examine(
        _ connection: Connection, trustPolicy: JSONValue?, store: ConnectionStore,
        _ body: @escaping @Sendable (Doctor, DoctorSubject) async throws -> DoctorReport
    ) async throws -> DoctorReport {
        let application = try connected(to: connection)
        var subject = DoctorSubject(
            connection: connection.name.description, grant: connection.grant, prefix: connection.prefix,
            role: connection.role, externalID: connection.externalID, nextExternalID: connection.nextExternalID,
            otherIDs: try store.otherIDs(than: connection), principal: connection.principal,
            bucketOwner: connection.bucketOwner, region: application.configuration.statedRegion,
            isAWS: application.configuration.s3Endpoint == nil, trustPolicy: trustPolicy)
        if connection.role == nil {
            throw Failure(
                .configuration, "cannot examine the connection \(connection.name)", why: "its role is not known yet",
                remedy: "Run `hublake connect --name \(connection.name) --role ARN` when the customer has made it.")
        }
        return try await application.withAWS { [subject] aws in
            var subject = subject
            let sts = try aws.sts(in: connection.grant.partition)
            subject.stsRegion = sts.endpoint.region
            let prober = AWSProber(
                sts: sts, own: aws.identity, transport: aws.transport,
                endpoint: application.configuration.s3Endpoint, clock: application.clock)
            return try await body(Doctor(prober, clock: application.clock), subject)
        }
    }

    /// Examines the destination of the settings with hublake's own keys as they are.
    func examineDestination() async throws -> DoctorReport {
        guard case .s3(let bucket, let prefix) = try configuration.requireDestination() else {
            throw Failure(
                .configuration, "cannot examine a folder", why: "the doctor looks at buckets",
                remedy: "Use --connection NAME or --destination s3://bucket/prefix/.")
        }
        let partition = configuration.aws.usualPartition ?? .aws
        let isAWS = configuration.s3Endpoint == nil
        let grant = try AccessGrant(partition: partition, bucket: bucket, prefixes: [prefix])
        return try await withAWS { aws in
            let sts: STSClient? =
                isAWS || configuration.aws.sts.custom != nil ? try aws.sts(in: partition) : nil
            let subject = DoctorSubject(
                grant: grant, prefix: prefix, region: configuration.statedRegion, isAWS: isAWS,
                stsRegion: sts?.endpoint.region ?? partition.homeRegion)
            let prober = AWSProber(
                sts: sts, own: aws.identity, transport: aws.transport, endpoint: configuration.s3Endpoint,
                clock: clock)
            return try await Doctor(prober, clock: clock).examine(subject)
        }
    }
}
