/// Something went wrong, told so that the right person can act: what failed, why in the peer's words, and what to do.
///
/// Every room throws this type across its border. Its text is safe to log and to show: it never holds a token, a key, a
/// signed URL, a property value or an e-mail address. Words taken from a peer pass through ``Redaction`` first.
public struct Failure: Error, Sendable, Hashable {
    /// Who must act, which also decides retry, exit code and metric label.
    public var kind: FailureKind
    /// What could not be done, as a clause without a full stop: "cannot list the bucket acme-lake".
    public var what: String
    /// Why, in the peer's own (redacted) words where there is a peer.
    public var why: String
    /// What the reader can do about it; nil only where there is nothing to do but report it.
    public var remedy: String?
    /// The permissions that the peer named as missing, in its own spelling (`crm.objects.deals.read`, `s3:PutObject`).
    public var missingPermissions: [String] = []

    /// A failure of `kind`; `why` is redacted here, so that no caller can forget it.
    public init(_ kind: FailureKind, _ what: String, why: String, remedy: String? = nil) {
        self.kind = kind
        self.what = what
        self.why = Redaction.redact(why)
        self.remedy = remedy
    }
}

extension Failure: CustomStringConvertible {
    /// The three parts as sentences: "Cannot …: why. What to do."
    public var description: String {
        let head = "\(what.prefix(1).uppercased())\(what.dropFirst()): \(why)"
        let sentence = head.hasSuffix(".") || head.hasSuffix("?") ? head : head + "."
        guard let remedy else { return sentence }
        return "\(sentence) \(remedy)"
    }
}

extension Failure {
    /// Any error as a failure: failures as they are, also carried ones, cancellation as such, anything else as an internal error.
    public init(_ error: any Error, while what: String) {
        switch error {
        case let failure as Failure: self = failure
        case let carrier as any FailureCarrying: self = carrier.failure
        case is CancellationError: self = .cancelled(what)
        default:
            self.init(
                .internal, what, why: String(describing: error),
                remedy: "This is a defect of hublake; please report it with the run's report.")
        }
    }

    /// The work stopped because somebody asked it to.
    public static func cancelled(_ what: String) -> Failure {
        Failure(.cancelled, what, why: "interrupted", remedy: "Run the same command again to go on.")
    }
}
