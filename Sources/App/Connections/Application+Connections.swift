public import AWS
public import Connect
public import Foundations

/// The connections of this machine: reserving, proving, examining, rotating.
extension Application {
    /// The connections' store.
    public func connections() throws(Failure) -> ConnectionStore {
        try ConnectionStore(folder: StateFolder(environment: environment), environment: environment)
    }

    /// hublake's principal in `partition`, as a trust policy names it. Throws what STS says.
    private func principal(in partition: Partition, _ settings: AWSSettings) async throws -> String {
        try await withAWS(settings) { aws in
            let identity: CallerIdentity
            do {
                identity = try await aws.sts(in: partition).callerIdentity()
            } catch let error as STSError {
                throw error.failure
            }
            return identity.principal?.trusted ?? identity.arn
        }
    }

    /// The region whose STS is asked for sessions of `connection`'s role: the one that the customer must not have switched off.
    public func stsRegion(of connection: Connection) throws(Failure) -> String {
        try configuration.servers(of: connection).aws.sts.endpoint(for: connection.grant.partition).region
    }

    /// Reserves a connection, or takes up the one of that name with what is new in `request`. Its external id is made once and stays.
    public func reserve(_ request: ConnectionRequest) async throws -> Connection {
        let store = try connections()
        let place = try request.place()
        guard let name = try request.name ?? place.map({ try ConnectionName(bucket: $0.bucket) }) else {
            throw Failure(
                .configuration, "cannot connect", why: "neither a name nor a destination was given",
                remedy: "Write --destination s3://bucket/prefix/, or --name and a connection that was reserved.")
        }
        let now = clock.now()
        if let known = try store.find(name) {
            guard known.hasLapsed(at: now) else { return try await update(known, request, place, store) }
            // Its id was shown long ago and may be anywhere: a new reservation has a new one.
            try store.remove(name, at: now)
        }
        guard let place else {
            throw Failure(
                .configuration, "cannot connect \(name)", why: "there is no such connection yet",
                remedy: "Write --destination s3://bucket/prefix/ to reserve it.")
        }
        let partition =
            request.partition ?? request.role?.partition ?? configuration.usualPartition ?? .aws
        let role = try request.roleARN(partition, defaultName: AccessGrant.defaultRoleName)
        let grant = try AccessGrant(
            partition: partition, bucket: place.bucket, prefixes: [place.prefix] + request.prefixes,
            kmsKey: request.kmsKey, roleName: role?.name ?? request.roleName ?? AccessGrant.defaultRoleName,
            account: role?.account ?? request.account, region: configuration.statedRegion)
        var random = SystemRandomNumberGenerator()
        var connection = Connection(
            name: name, grant: grant, prefix: place.prefix, externalID: ExternalID(using: &random),
            principal: try await principal(in: partition, configuration.aws), createdAt: now)
        connection.role = role
        connection.bucketAccount = request.bucketAccount
        connection.hubspotToken = request.hubspotToken
        connection.s3Endpoint = configuration.s3Endpoint?.url
        connection.stsEndpoint = configuration.aws.sts.custom?.url
        connection.stsRegion = configuration.aws.sts.region
        try store.save(connection)
        return connection
    }

    private func update(
        _ known: Connection, _ request: ConnectionRequest, _ place: (bucket: String, prefix: String)?,
        _ store: ConnectionStore
    ) async throws -> Connection {
        var connection = known
        if let place, place.bucket != known.grant.bucket || place.prefix != known.prefix {
            throw Failure(
                .configuration, "cannot connect \(known.name) to s3://\(place.bucket)/\(place.prefix)",
                why: "it was reserved for \(known.destination), and an external id is for one destination only",
                remedy: "Use another --name, or `hublake connections remove \(known.name)`.")
        }
        let role = try request.roleARN(
            request.partition ?? known.grant.partition, defaultName: request.roleName ?? known.grant.roleName)
        connection.grant = try AccessGrant(
            partition: role?.partition ?? known.grant.partition, bucket: known.grant.bucket,
            prefixes: known.grant.prefixes.isEmpty ? [] : known.grant.prefixes + request.prefixes,
            kmsKey: request.kmsKey ?? known.grant.kmsKey, roleName: role?.name ?? known.grant.roleName,
            account: role?.account ?? known.grant.account, region: configuration.statedRegion ?? known.grant.region)
        // A role that is proven stays the connection's until another one is.
        if known.state == .reserved {
            connection.role = role ?? known.role
            connection.principal = try await principal(
                in: connection.grant.partition, try configuration.servers(of: known).aws)
        }
        connection.bucketAccount = request.bucketAccount ?? known.bucketAccount
        connection.hubspotToken = request.hubspotToken ?? known.hubspotToken
        connection.s3Endpoint = configuration.s3Endpoint?.url ?? known.s3Endpoint
        connection.stsEndpoint = configuration.aws.sts.custom?.url ?? known.stsEndpoint
        connection.stsRegion = configuration.aws.sts.region ?? known.stsRegion
        try store.save(connection)
        return connection
    }

    /// Proves the role of `connection` and keeps what was found; it becomes connected only when nothing failed.
    ///
    /// - Parameters:
    ///   - connection: the connection.
    ///   - role: the role to prove.
    ///   - trustPolicy: the role's trust policy as it is, where the customer gave it.
    ///   - patience: how long AWS may take to apply the role.
    ///   - notice: told before each pause, with the seconds that are left.
    public func prove(
        _ connection: Connection, role: RoleARN, trustPolicy: JSONValue? = nil, patience: Duration,
        notice: @escaping @Sendable (Int) -> Void
    ) async throws -> (Connection, DoctorReport) {
        var candidate = connection
        candidate.role = role
        let store = try connections()
        let report = try await examine(candidate, trustPolicy: trustPolicy, store: store) { doctor, subject in
            try await doctor.awaitRole(subject, patience: patience, notice: notice)
            return try await doctor.examineUntilApplied(subject, patience: patience, notice: notice)
        }
        var result = connection
        result.take(report, role: role, at: clock.now())
        result = try settle(result, report, store)
        return (result, report)
    }

    /// Examines the connection of the settings, or their destination with hublake's own keys.
    public func doctor(trustPolicy: JSONValue? = nil) async throws -> DoctorReport {
        guard let name = configuration.connection else {
            return try await examineDestination(trustPolicy: trustPolicy)
        }
        let store = try connections()
        var connection = try store.get(name)
        let report = try await examine(connection, trustPolicy: trustPolicy, store: store) { doctor, subject in
            try await doctor.examine(subject)
        }
        if report.failureKind == .authorization {
            connection.refused(at: clock.now())
        } else if report.outcome != .fail {
            connection.take(report, role: connection.role, at: clock.now())
        }
        _ = try settle(connection, report, store)
        return report
    }

    /// Begins the rotation of the external id of `name`, or finishes the one that is under way when the role asks for the new id.
    ///
    /// One that was finished less than a day ago, perhaps by a sync, is not followed by another unless `again` says so.
    public func rotateExternalID(_ name: ConnectionName, again: Bool) async throws -> (Connection, DoctorReport?) {
        let store = try connections()
        var connection = try store.get(name)
        guard connection.nextExternalID != nil else {
            let rest = Int64(Connection.rotationRest.inSeconds * 1e6)
            if !again, let last = try store.lastRetirement(of: name),
                clock.now().microseconds - last.microseconds < rest
            {
                return (connection, nil)
            }
            var random = SystemRandomNumberGenerator()
            _ = connection.rotate(using: &random)
            try store.save(connection)
            return (connection, nil)
        }
        let report = try await examine(connection, trustPolicy: nil, store: store) { doctor, subject in
            try await doctor.examine(subject)
        }
        return (try settle(connection, report, store), report)
    }

    /// Keeps `connection`; when the role took the new external id, and the old one no longer, retires the old one.
    private func settle(
        _ connection: Connection, _ report: DoctorReport, _ store: ConnectionStore
    ) throws(Failure) -> Connection {
        var connection = connection
        if let next = connection.nextExternalID, report.acceptsNextID, let old = connection.admitted(with: next) {
            try store.retire(old, of: connection.name, at: clock.now())
        }
        try store.save(connection)
        return connection
    }
}
