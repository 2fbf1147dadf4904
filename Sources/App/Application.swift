import AWS
import Foundation
public import Foundations
import HTTP
public import HubSpotAPI
import Lakehouse
import Logging
import ObjectStore
public import Sync

/// The composition root: builds clients, stores and runs from a configuration, and takes them down again.
public struct Application: Sendable {
    /// The settings.
    public let configuration: Configuration
    /// The clock that everything built here uses.
    public let clock: any WallClock
    let environment: [String: String]
    private let limits: HubSpotLimits
    private let calls = CallLedger()
    let storeWarnings = StoreWarnings()

    /// An application; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - environment: the process's variables: secrets and proxies stand there.
    ///   - clock: tells the time and waits.
    ///   - limits: HubSpot's limits until its answers state them.
    public init(
        configuration: Configuration, environment: [String: String], clock: any WallClock = SystemWallClock(),
        limits: HubSpotLimits = HubSpotLimits()
    ) {
        self.configuration = configuration
        self.environment = environment
        self.clock = clock
        self.limits = limits.with {
            $0.dailyCallShare = configuration.dailyCallShare
            $0.statedAssociationCalls = configuration.associationLimit ?? $0.statedAssociationCalls
        }
    }

    /// Calls and waits of the sync that is going on.
    public func activity() -> SyncActivity { SyncActivity(calls.snapshot) }

    /// Runs a sync; throws only for what makes a run impossible before it begins.
    public func sync(observe: @escaping @Sendable (SyncEvent) -> Void) async throws -> SyncOutcome {
        let token = try TokenSource(
            configuration: configuration, environment: environment.merging(connectionToken()) { $1 })
        return try await withStore { store in
            let killing = try Self.fuse(store, environment)
            let counting = CountingStore(killing)
            var settings = transportSettings
            settings.acceptsGzip = true
            return try await withTransport(settings) { transport in
                let hubspot = HubSpotClient(
                    transport: transport, baseURL: configuration.hubspotURL,
                    version: HubSpotAPIVersion(setting: configuration.hubspotVersion), token: token.token,
                    clock: clock, calls: calls, logger: Self.logger, limits: limits,
                    retries: configuration.retries,
                    userAgent: "hublake/\(Version.current)")
                let runClock = try ShiftedClock.shifting(clock, environment)
                var random = SystemRandomNumberGenerator()
                let run = SyncRun(
                    id: RunID(start: runClock.now(), using: &random), hubspot: hubspot, store: counting,
                    settings: configuration.sync, clock: runClock, hublakeVersion: Version.current, observe: observe)
                var outcome = await run.run(activity: activity) { RunReport.StoreUse(counting.counts) }
                outcome.report.warnings += storeWarnings.list
                return outcome
            }
        }
    }

    /// The catalog of the destination; throws `configuration` when there is none.
    public func catalog() async throws -> Catalog { try await withStore { try await Self.catalog(of: $0) } }

    /// One table of the destination.
    public func describe(_ name: String) async throws -> TableDescription {
        try await withStore { store in
            let catalog = try await Self.catalog(of: store)
            guard let entry = catalog.tables[name],
                let table = try await LakehouseTable.load(folder: entry.folder, from: store)
            else {
                throw Failure(
                    .configuration, "cannot describe \(name)", why: "the destination has no such table",
                    remedy: "`hublake tables` lists them.")
            }
            return TableDescription(name: name, table: table)
        }
    }

    static func catalog(of store: any ObjectStore) async throws -> Catalog {
        guard let destination = try await Destination.read(store) else {
            throw Failure(
                .configuration, "cannot list the tables of \(store.location)",
                why: "nothing was synced there yet (no \(Destination.catalogKey))",
                remedy: "Check the destination, or run `hublake sync` first.")
        }
        return destination.catalog
    }
}

// MARK: - Building

extension Application {
    static let logger = Logger(label: "hublake") { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .error
        return handler
    }

    var transportSettings: TransportSettings {
        var settings = TransportSettings()
        settings.certificateAuthorityFile = configuration.caFile
        settings.userAgent = "hublake/\(Version.current)"
        return settings
    }

    func withTransport<Value: Sendable>(
        _ settings: TransportSettings, proxies: ProxySettings? = nil,
        _ body: (any HTTPTransport) async throws -> Value
    ) async throws -> Value {
        let transport = try AsyncHTTPClientTransport(
            settings, proxies: proxies ?? ProxySettings(environment: environment), logger: Self.logger)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(transport))
        } catch {
            result = .failure(error)
        }
        try await transport.shutdown()
        return try result.get()
    }

    func withStore<Value: Sendable>(_ body: (any ObjectStore) async throws -> Value) async throws -> Value {
        if let name = configuration.connection { return try await withConnection(name, body) }
        switch try configuration.requireDestination() {
        case .folder(let path): return try await body(FolderStore(root: path))
        case .s3(let bucket, let prefix):
            return try await withAWS { aws in
                let role = aws.settings.role
                let client = S3Client(
                    bucket: configuration.s3.bucket(bucket, in: role?.partition ?? .aws, owner: role?.account),
                    credentials: try aws.credentials(bucket: bucket, prefix: prefix), transport: aws.transport,
                    writing: configuration.s3.writing, clock: clock, warn: storeWarnings.add)
                return try await body(S3Store(client, prefix: prefix))
            }
        }
    }

    /// Tests set `HUBLAKE_FAULT` to see what a crash at a given write leaves behind.
    static func fuse(_ store: any ObjectStore, _ environment: [String: String]) throws -> any ObjectStore {
        guard let text = environment["HUBLAKE_FAULT"], !text.isEmpty else { return store }
        guard let point = KillPoint(text) else {
            throw Failure(
                .configuration, "cannot use HUBLAKE_FAULT", why: "it is not a fault that hublake knows",
                remedy: "Unset it, or write kill-before-write:N or kill-after-write:N, for some keys with :TEXT.")
        }
        return KillingStore(store, point: point)
    }
}

extension HubSpotLimits {
    fileprivate func with(_ change: (inout HubSpotLimits) -> Void) -> HubSpotLimits {
        var copy = self
        change(&copy)
        return copy
    }
}

extension HubSpotAPIVersion {
    /// `v3` for the legacy paths, else a date.
    init(setting: String) { self = setting == "v3" ? .legacy : .dated(setting) }
}

extension SyncActivity {
    init(_ tally: CallTally) {
        self.init()
        calls.general = tally.callsByBudget[.general] ?? 0
        calls.search = tally.callsByBudget[.search] ?? 0
        calls.associations = tally.callsByBudget[.associations] ?? 0
        calls.rateLimited = tally.rateLimitedAnswers
        calls.retries = tally.retries
        calls.receivedBytes = tally.receivedBytes
        calls.byEndpoint = tally.callsByEndpoint
        waits = tally.waitSeconds.map { RunReport.Wait(reason: $0.key.rawValue, seconds: $0.value) }
            .sorted { $0.reason < $1.reason }
    }
}

extension RunReport.StoreUse {
    init(_ counts: StoreCounts) {
        self.init(
            writes: counts.puts + counts.deletes, reads: counts.gets, lists: counts.lists,
            bytesWritten: counts.bytesWritten)
    }
}
