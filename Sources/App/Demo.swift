import Foundation
import Foundations
import HubSpotAPI
import Simulator
public import Sync

/// A sync of a simulated HubSpot account into a local folder: everything real but the account.
public struct Demo: Sendable {
    /// The folder that receives the tables, as an absolute path.
    public let folder: String
    private let contacts: Int
    private let seed: UInt64

    /// A demo into `folder` (relative to the working directory, or absolute) with `contacts` contacts.
    public init(folder: String, contacts: Int, seed: UInt64) {
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        self.contacts = contacts
        self.seed = seed
    }

    /// Starts the simulator in this process, syncs it in full, stops it.
    ///
    /// - Parameter begin: gets the application before it syncs, runs `sync` and returns its outcome.
    public func run(
        _ begin: @escaping @Sendable (Application) async throws -> SyncOutcome
    ) async throws -> SyncOutcome {
        var settings = SimulatorSettings()
        settings.seed = seed
        settings.contacts = contacts
        settings.companies = max(1, contacts / 5)
        settings.deals = max(1, contacts / 3)
        settings.custom = max(1, contacts / 10)
        settings.records = ["tickets": max(1, contacts / 6), "calls": max(1, contacts / 4)]
        settings.lists = 12
        settings.events = 60
        settings.emailEvents = 400
        // A demo shows hublake's speed, not the patience that HubSpot's limits ask for.
        settings.generalLimit = 0
        settings.searchLimit = 0
        settings.associationsLimit = 0
        let token = settings.tokens[0]
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                .configuration, "cannot make the folder \(folder)", why: error.localizedDescription,
                remedy: "Name another with --folder.")
        }
        return try await SimulatorServer.run(settings) { url, _ in
            let configuration = try Configuration(
                RawSettings([
                    .hubspotURL: .init(text: url, origin: "demo"),
                    .destination: .init(text: "file://\(folder)", origin: "demo"),
                    .organization: .init(text: "both", origin: "demo"),
                ]))
            var limits = HubSpotLimits()
            limits.generalCalls = 1_000_000
            limits.searchCalls = 1_000_000
            limits.statedAssociationCalls = 1_000_000
            return try await begin(
                Application(configuration: configuration, environment: ["HUBSPOT_TOKEN": token], limits: limits))
        }
    }
}
