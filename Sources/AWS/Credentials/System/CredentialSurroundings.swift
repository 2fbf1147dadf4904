public import Foundations
public import HTTP

/// All that the credential chain touches of the machine and the network, passed in so that nothing of it is real in a test.
public struct CredentialSurroundings: Sendable {
    /// The process's variables.
    public var environment: [String: String]
    /// The machine's files.
    public var files: any TextFiles
    /// Programs, for `credential_process`.
    public var commands: any CommandRunner
    /// The network, for STS and IAM Identity Center.
    public var transport: any HTTPTransport
    /// The network to a container's credential endpoint: no proxy, 2 seconds of patience.
    public var containerTransport: any HTTPTransport
    /// The network to the instance's metadata service: no proxy, 1 second of patience, since elsewhere nobody answers.
    public var instanceTransport: any HTTPTransport
    /// Tells the time and waits.
    public var clock: any WallClock
    /// Numbers in 0..<1 for pauses.
    public var random: @Sendable () -> Double

    /// The surroundings; see the properties.
    public init(
        environment: [String: String], files: any TextFiles, commands: any CommandRunner,
        transport: any HTTPTransport, containerTransport: any HTTPTransport, instanceTransport: any HTTPTransport,
        clock: any WallClock = SystemWallClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.environment = environment
        self.files = files
        self.commands = commands
        self.transport = transport
        self.containerTransport = containerTransport
        self.instanceTransport = instanceTransport
        self.clock = clock
        self.random = random
    }

    /// How the two metadata transports are to be set up: (container, instance).
    public static var metadataSettings: (container: TransportSettings, instance: TransportSettings) {
        var container = TransportSettings()
        container.connectTimeout = .seconds(2)
        container.readTimeout = .seconds(2)
        container.deadline = .seconds(4)
        container.maximumBodyByteCount = 1 << 20
        var instance = container
        instance.connectTimeout = .seconds(1)
        instance.readTimeout = .seconds(1)
        instance.deadline = .seconds(2)
        return (container, instance)
    }

    /// The variable `name`; nil when it is empty, or blank as copying may leave it.
    func variable(_ name: String) -> String? {
        guard let text = environment[name]?.trimmingBlanks(), !text.isEmpty else { return nil }
        return text
    }

    /// `path` with `~` as the home folder.
    func expand(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return (environment["HOME"] ?? "") + path.dropFirst()
    }
}
