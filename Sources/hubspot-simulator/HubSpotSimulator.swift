import ArgumentParser
import Foundation
import Foundations
import Simulator

/// A HubSpot account on a local port.
@main
struct HubSpotSimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hubspot-simulator",
        abstract: "Serves a made HubSpot account; the first line printed is JSON with its url, token and portalId.")

    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.") var port = 0
    @Option(help: "What all made data follows from.") var seed: UInt64 = 7
    @Option(help: "Live contacts.") var contacts = 300
    @Option(help: "Live companies.") var companies = 60
    @Option(help: "Live deals.") var deals = 120
    @Option(help: "Live records of the custom type.") var custom = 40
    @Option(
        name: .customLong("type"),
        help: "NAME=COUNT: live records of any type, which the account then has; may be given several times.")
    var records: [RecordCount] = []
    @Option(help: "All standard types, lists, events and merges, in sizes that grow with the number; 0 for none.")
    var everything = 0
    @Option(help: "Custom types, the pet included.") var customTypes = 1
    @Option(help: "Lists; 9 with --everything.") var lists: Int?
    @Option(help: "Occurrences of each event type; 60 times --everything.") var events: Int?
    @Option(help: "Marketing-email events; 150 times --everything.") var emailEvents: Int?
    @Option(help: "Merges before the start on contacts, companies, deals and tickets; 3 with --everything.")
    var merges: Int?
    @Option(help: "Owners, live and archived.") var owners = 18
    @Option(help: "Further properties of deals.") var wideProperties = 300
    @Option(help: "The share of values that do not fit their type.") var misfitShare = 0.002
    @Option(name: .customLong("token"), help: "An accepted token; may be given several times.") var tokens: [String] =
        []
    @Option(
        name: .customLong("without-scope"),
        help: "A scope that the tokens lack, or TOKEN=SCOPE for one of them; may be given several times.")
    var withheldScopes: [String] = []
    @Option(name: .customLong("forbid"), help: "A type whose records are forbidden, as by a missing scope; repeatable.")
    var forbiddenTypes: [String] = []
    @Option(name: .customLong("not-enabled"), help: "A type that the subscription does not have; repeatable.")
    var missingTypes: [String] = []
    @Option(help: "Calls after which a token has expired; 0 for never.") var tokenExpiresAfterCalls = 0
    @Option(
        name: .customLong("fault"),
        help: "Random faults as KIND=SHARE, joined by commas: 429=0.02,502=0.02,cut=0.02,reset=0.02.")
    var faults: [RandomFaults] = []
    @Option(help: "The moment of the start, ISO 8601; without it the machine's.") var now: String?
    @Option(help: "Ids in one batch read with history.") var batchWithHistory = 50
    @Option(help: "Events in one page, at most.") var eventPage = 100
    @Option(help: "General calls in 10 s per token; 0 for no limit.") var limitGeneral = 190
    @Option(help: "Searches per second; 0 for no limit.") var limitSearch = 5
    @Option(help: "Association calls in 10 s; 0 for no limit.") var limitAssociations = 150
    @Option(help: "Calls per day; 0 for no limit.") var limitDaily = 0
    @Option(help: "Milliseconds before each answer.") var latencyMs = 0
    @Option(help: "Milliseconds by which search lags behind changes.") var indexLagMs = 0
    @Option(help: "Characters of a URL before it gets the 414 page.") var urlLimit = 16_000
    @Option(help: "Targets of one record in one association batch answer.") var associationPage = 500

    func validate() throws {
        guard now == nil || now.flatMap({ Timestamp(iso8601: $0) }) != nil else {
            throw ValidationError("--now must be an ISO 8601 date-time")
        }
    }

    func run() async throws {
        let settings = settings
        let server = SimulatorServer(Simulation(settings), host: host, port: port)
        let host = host
        try await server.run { port in
            let line = JSON.fields([
                "url": .string("http://\(host):\(port)"), "token": .string(settings.tokens.first ?? ""),
                "portalId": .integer(server.simulation.portalID),
            ])
            FileHandle.standardOutput.write(Data(line.bytes + [10]))
        }
    }

    private var settings: SimulatorSettings {
        var settings = SimulatorSettings()
        settings.seed = seed
        settings.contacts = contacts
        settings.companies = companies
        settings.deals = deals
        settings.custom = custom
        settings.records = Dictionary(records.map { ($0.type, $0.count) }, uniquingKeysWith: { $1 })
        settings.everything = everything
        settings.customTypes = customTypes
        settings.lists = lists
        settings.events = events
        settings.emailEvents = emailEvents
        settings.merges = merges
        settings.forbiddenTypes = Set(forbiddenTypes)
        settings.missingTypes = Set(missingTypes)
        settings.tokenLife = tokenExpiresAfterCalls
        settings.faults = faults.flatMap(\.rules)
        settings.startsAt = now.flatMap { Timestamp(iso8601: $0) }
        settings.batchWithHistory = batchWithHistory
        settings.eventPage = eventPage
        settings.owners = owners
        settings.wideProperties = wideProperties
        settings.misfitShare = misfitShare
        if !tokens.isEmpty { settings.tokens = tokens }
        for withheld in withheldScopes {
            let parts = withheld.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 {
                settings.withheldScopesByToken[parts[0], default: []].insert(parts[1])
            } else {
                settings.withheldScopes.insert(withheld)
            }
        }
        settings.generalLimit = limitGeneral
        settings.searchLimit = limitSearch
        settings.associationsLimit = limitAssociations
        settings.dailyLimit = limitDaily
        settings.latencyMilliseconds = latencyMs
        settings.indexLagMilliseconds = indexLagMs
        settings.urlLimit = urlLimit
        settings.associationPage = associationPage
        return settings
    }
}

/// `tickets=200`.
struct RecordCount: ExpressibleByArgument {
    var type: String
    var count: Int

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let count = Int(parts[1]), count >= 0 else { return nil }
        self.type = parts[0]
        self.count = count
    }
}

/// `429=0.02,502=0.02`.
struct RandomFaults: ExpressibleByArgument {
    var rules: [FaultRule]

    init?(argument: String) {
        let parts = argument.split(separator: ",")
        rules = parts.compactMap { FaultRule(random: $0) }
        guard rules.count == parts.count else { return nil }
    }
}
