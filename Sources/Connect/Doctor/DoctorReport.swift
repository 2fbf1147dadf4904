public import Foundations

/// What the doctor found: all checks in their order, and what could not be cleaned up.
public struct DoctorReport: Sendable, Hashable {
    /// What was examined.
    public var subject: DoctorSubject
    /// hublake's principal, as a trust policy names it; nil when AWS did not say.
    public var identity: String?
    /// The bucket's region.
    public var region: String?
    /// Whether the bucket keeps versions; nil when that was not found out.
    public var isVersioned: Bool?
    /// Seconds that AWS's clock is ahead.
    public var clockOffset: Int64?
    /// Whether the role took the external id that a rotation has made.
    public var acceptsNextID: Bool
    /// The checks.
    public var checks: [Check]
    /// What was written and could not be removed.
    public var leftBehind: [LeftBehind]

    /// The gravest outcome.
    public var outcome: CheckOutcome { checks.map(\.outcome).max { $0.gravity < $1.gravity } ?? .pass }

    /// What is wrong, in order.
    public var causes: [Cause] { checks.compactMap(\.cause) }

    /// Who must act about the gravest failure; nil when nothing failed.
    public var failureKind: FailureKind? {
        let kinds = checks.filter { $0.outcome == .fail }.compactMap { $0.cause?.kind }
        return [.authorization, .configuration, .transient].first(where: kinds.contains) ?? kinds.first
    }

    /// Whether waiting may help: all that failed are permissions, which AWS takes a while to apply.
    public var mayBePropagating: Bool {
        let failed = checks.filter { $0.outcome == .fail }.compactMap(\.cause)
        return !failed.isEmpty && failed.allSatisfy(\.mayBePropagating)
    }
}

extension Cause {
    /// Whether a policy that was attached a moment ago can look like this.
    var mayBePropagating: Bool {
        switch self {
        case .listBucketDenied, .putObjectDenied, .getObjectDenied, .getObjectVersionDenied, .deleteObjectDenied,
            .deleteObjectVersionDenied, .multipartDenied, .kmsDecryptDenied, .kmsGenerateDataKeyDenied:
            true
        default: false
        }
    }
}
