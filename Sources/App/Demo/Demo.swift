import Foundations
public import Sync

/// A sync of a simulated HubSpot account into a local folder: everything real but the account.
public struct Demo: Sendable {
    /// The folder that receives the tables, as an absolute path.
    public let folder: String
    private let account: DemoAccount

    /// A demo into `folder` (relative to the working directory, or absolute) with `contacts` contacts.
    public init(folder: String, contacts: Int, seed: UInt64) {
        self.folder = DemoFolder.absolute(folder)
        account = DemoAccount(contacts: contacts, seed: seed)
    }

    /// Starts the simulator in this process, syncs it in full, stops it.
    ///
    /// - Parameter begin: gets the application before it syncs, runs `sync` and returns its outcome.
    public func run(
        _ begin: @escaping @Sendable (Application) async throws -> SyncOutcome
    ) async throws -> SyncOutcome {
        try DemoFolder.make(folder)
        let folder = folder
        return try await account.run { url, token in
            let configuration = try Configuration(
                RawSettings([
                    .hubspotURL: .init(text: url, origin: "demo"),
                    .destination: .init(text: "file://\(folder)", origin: "demo"),
                    .organization: .init(text: "both", origin: "demo"),
                ]))
            return try await begin(
                Application(
                    configuration: configuration, environment: ["HUBSPOT_TOKEN": token], limits: DemoAccount.limits))
        }
    }
}
