import Foundations
import HubSpotAPI
import Simulator

/// The simulated HubSpot account of the demos, and the settings and limits that suit it.
struct DemoAccount: Sendable {
    let contacts: Int
    let seed: UInt64

    /// Serves the account while `body` runs.
    ///
    /// - Parameter body: gets the account's URL and token.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ url: String, _ token: String) async throws -> Value
    ) async throws -> Value {
        let settings = simulator
        let token = settings.tokens[0]
        return try await SimulatorServer.run(settings) { url, _ in try await body(url, token) }
    }

    /// HubSpot's limits, which the simulated account does not have: a demo shows hublake's speed, not the patience that they ask for.
    static var limits: HubSpotLimits {
        var limits = HubSpotLimits()
        limits.generalCalls = 1_000_000
        limits.searchCalls = 1_000_000
        limits.statedAssociationCalls = 1_000_000
        return limits
    }

    private var simulator: SimulatorSettings {
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
        settings.generalLimit = 0
        settings.searchLimit = 0
        settings.associationsLimit = 0
        return settings
    }
}
