/// What opens a HubSpot account. Asked before every attempt, since a token may expire while a call is being retried.
public protocol HubSpotToken: Sendable {
    /// How a person knows the token: "the token in HUBSPOT_TOKEN".
    var name: String { get }
    /// The access token to send now.
    func current() async throws -> String
    /// HubSpot refused `token`; returns whether ``current()`` will now give another one.
    func renew(after token: String) async throws -> Bool
}

/// A token that does not change: a service key, or a private app's access token.
public struct StaticHubSpotToken: HubSpotToken, CustomStringConvertible, CustomReflectable {
    /// How a person knows the token.
    public let name: String
    private let value: String

    /// The access token `value`, which a person knows as `name`.
    public init(_ value: String, name: String = "the HubSpot token") {
        self.value = value
        self.name = name
    }

    /// The same token each time.
    public func current() -> String { value }

    /// There never is another one.
    public func renew(after token: String) -> Bool { false }

    /// The name, never the value.
    public var description: String { name }

    /// Shows the name only: the token must not reach a log through a dump.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
