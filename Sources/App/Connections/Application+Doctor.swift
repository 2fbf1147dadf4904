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
        let settings = try configuration.servers(of: connection)
        let examined = DoctorSubject(
            connection: connection.name.description, grant: connection.grant, prefix: connection.prefix,
            role: connection.role, externalID: connection.externalID.text,
            nextExternalID: connection.nextExternalID?.text,
            otherIDs: try store.otherIDs(than: connection), principal: connection.principal,
            bucketOwner: settings.s3.expectedOwner ?? connection.bucketOwner, region: configuration.statedRegion,
            isAWS: settings.s3Endpoint == nil, trustPolicy: trustPolicy)
        if connection.role == nil {
            throw Failure(
                .configuration, "cannot examine the connection \(connection.name)", why: "its role is not known yet",
                remedy: "Run `hublake connect --name \(connection.name) --role ARN` when the customer has made it.")
        }
        return try await withAWS(settings.aws) { aws in
            var subject = examined
            let sts = try aws.sts(in: connection.grant.partition)
            subject.stsRegion = sts.endpoint.region
            let prober = AWSProber(
                sts: sts, own: aws.identity, transport: aws.transport,
                address: settings.s3.bucket(connection.grant.bucket, in: connection.grant.partition),
                writing: settings.s3.writing, clock: clock)
            return try await body(Doctor(prober, clock: clock), subject)
        }
    }

    /// Examines the destination of the settings, with their role or with hublake's own keys as they are.
    func examineDestination(trustPolicy: JSONValue?) async throws -> DoctorReport {
        guard case .s3(let bucket, let prefix) = try configuration.requireDestination() else {
            throw Failure(
                .configuration, "cannot examine a folder", why: "the doctor looks at buckets",
                remedy: "Use --connection NAME or --destination s3://bucket/prefix/.")
        }
        let role = configuration.aws.role
        let partition = role?.partition ?? configuration.usualPartition ?? .aws
        let isAWS = configuration.s3Endpoint == nil
        let grant = try AccessGrant(
            partition: partition, bucket: bucket, prefixes: [prefix],
            roleName: role?.name ?? AccessGrant.defaultRoleName,
            account: role?.account)
        return try await withAWS { aws in
            let sts: STSClient? =
                isAWS || role != nil || configuration.aws.sts.custom != nil ? try aws.sts(in: partition) : nil
            let subject = DoctorSubject(
                grant: grant, prefix: prefix, role: role, externalID: configuration.aws.externalID,
                bucketOwner: configuration.s3.expectedOwner ?? role?.account, region: configuration.statedRegion,
                isAWS: isAWS,
                stsRegion: sts?.endpoint.region ?? partition.homeRegion, trustPolicy: trustPolicy)
            let prober = AWSProber(
                sts: sts, own: aws.identity, transport: aws.transport,
                address: configuration.s3.bucket(bucket, in: partition), writing: configuration.s3.writing, clock: clock
            )
            return try await Doctor(prober, clock: clock).examine(subject)
        }
    }
}
