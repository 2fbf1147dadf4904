public import Foundations

/// What a simulated account holds and how its server behaves. The same settings give the same account, byte for byte.
public struct SimulatorSettings: Sendable {
    /// What all made data follows from.
    public var seed: UInt64 = 7
    /// Live contacts.
    public var contacts = 300
    /// Live companies.
    public var companies = 60
    /// Live deals.
    public var deals = 120
    /// Live records of the custom type.
    public var custom = 40
    /// Live records of any type by one of its names, instead of what follows from the other settings; a standard type named here is
    /// part of the account.
    public var records: [String: Int] = [:]
    /// With 1 or more the account has all standard types, lists, events, e-mail events and merges, in sizes that grow with it.
    public var everything = 0
    /// Custom types, the pet included.
    public var customTypes = 1
    /// Lists; without a number 9, and none unless `everything` is on.
    public var lists: Int?
    /// Occurrences of each event type; without a number 60 times `everything`.
    public var events: Int?
    /// Marketing-email events; without a number 150 times `everything`.
    public var emailEvents: Int?
    /// Merges of both kinds before the start, on contacts, companies, deals and tickets; without a number none unless `everything` is on.
    public var merges: Int?
    /// Owners, live and archived together.
    public var owners = 18
    /// Properties of deals beyond the named ones: with 300 of them a URL that names all is far over 8,000 characters.
    public var wideProperties = 300
    /// The share of number, bool, date and datetime values that do not fit their type.
    public var misfitShare = 0.002

    /// The accepted Bearer tokens. The first one is the account's `token` in the start line.
    public var tokens = ["pat-na1-simulator-0000"]
    /// Scopes that the tokens lack; they have all others.
    public var withheldScopes: Set<String> = []
    /// Scopes that one token lacks besides.
    public var withheldScopesByToken: [String: Set<String>] = [:]

    /// Types (by any name) whose scope the tokens lack, though other types share it: 403 that names the scope.
    public var forbiddenTypes: Set<String> = []
    /// Types (by any name) that the subscription does not have: 403 in other words, without a category.
    public var missingTypes: Set<String> = []
    /// Calls after which a token has expired, until it is renewed; 0 for never.
    public var tokenLife = 0
    /// Faults from the start.
    public var faults: [FaultRule] = []
    /// The moment of the start; nil for the clock's.
    public var startsAt: Timestamp?

    /// General calls in 10 s per token; 0 for no limit.
    public var generalLimit = 190
    /// Search calls in 1 s; 0 for no limit.
    public var searchLimit = 5
    /// Association batch reads and label calls in 10 s; 0 for no limit.
    public var associationsLimit = 150
    /// Calls a day over all tokens; 0 for no limit, and then 1,000,000 is what the usage call says.
    public var dailyLimit = 0

    /// Milliseconds that every API call waits before it is answered.
    public var latencyMilliseconds = 0
    /// Milliseconds by which search lags behind changes.
    public var indexLagMilliseconds = 0
    /// URLs longer than this get the web server's 414 page.
    public var urlLimit = 16_000
    /// Targets of one record in one answer of association batch read.
    public var associationPage = 500

    /// Ids in one batch read with history.
    public var batchWithHistory = 50
    /// Events in one page, at most.
    public var eventPage = 100

    /// The settings of a small account with the limits of a Professional subscription.
    public init() {}
}
