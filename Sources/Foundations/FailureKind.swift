/// Failures by who must act. The scheduler, the exit code, the retry decision and metric labels derive from the kind alone.
public enum FailureKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// The user must change a setting, a flag or a file.
    case configuration
    /// The user must renew a token or widen a permission.
    case authorization
    /// The peer's call limits were met for longer than we wait.
    case rateLimited
    /// The peer or the network failed in a way that may pass.
    case transient
    /// Somebody else changed what we were about to change.
    case conflict
    /// The named thing does not exist.
    case notFound
    /// Bytes that cannot be what they should be: a damaged file, an answer that is not JSON.
    case invalidData
    /// The work was interrupted on purpose.
    case cancelled
    /// A defect of hublake.
    case `internal`

    /// Whether the same call may succeed when it is simply tried again.
    public var isRetryable: Bool { self == .rateLimited || self == .transient }
}
