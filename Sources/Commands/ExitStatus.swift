public import Foundations
public import Sync

/// The process's exit status; docs/exit-codes.md is checked against this file by a test.
public enum ExitStatus: Int32, CaseIterable, Sendable {
    case ok = 0
    case defect = 1
    case usage = 2
    case partial = 3
    case configuration = 4
    case authorization = 5
    case gaveUp = 6
    case conflict = 7
    case interrupted = 130

    /// One line for the documentation.
    public var meaning: String {
        switch self {
        case .ok: "Everything that was asked for is done."
        case .defect: "A defect of hublake; please report it."
        case .usage: "The command line makes no sense."
        case .partial: "Some tables could not be synced; the others are complete."
        case .configuration: "A setting, a file, the destination or the disk needs to be changed."
        case .authorization: "A token, key or permission was refused."
        case .gaveUp: "HubSpot's limits, or a fault that should pass, lasted longer than hublake waits."
        case .conflict: "Another run is at work in the destination, or somebody else changed the same tables meanwhile."
        case .interrupted: "Stopped by SIGINT or SIGTERM; what is committed is whole."
        }
    }

    /// The status that a failure of `kind` ends with.
    public init(_ kind: FailureKind) {
        self =
            switch kind {
            case .configuration, .notFound: .configuration
            case .authorization: .authorization
            case .rateLimited, .transient: .gaveUp
            case .conflict: .conflict
            case .cancelled: .interrupted
            case .invalidData, .internal: .defect
            }
    }

    /// The status that a finished run ends with: partial when some table is complete, else that of the gravest reason.
    public init(_ report: RunReport) {
        switch report.status {
        case .complete: self = .ok
        case .partial: self = .partial
        case .interrupted: self = .interrupted
        case .failed: self = report.skipped.first.map { ExitStatus($0.kind) } ?? .defect
        }
    }
}
