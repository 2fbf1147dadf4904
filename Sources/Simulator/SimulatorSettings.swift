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

    /// The settings of a small account with the limits of a Professional subscription.
    public init() {}
}
