public import Foundations

/// Why a call was given up: the failure to tell, and what S3 said, for callers who decide by its code.
public struct S3Failure: FailureCarrying, Sendable, Hashable {
    /// What to tell, and who must act.
    public var failure: Failure
    /// What S3 said last; nil when no answer came, or none that could be read.
    public var error: S3Error?
    /// How often the call was sent.
    public var attempts: Int

    init(_ failure: Failure, after attempts: Int, _ error: S3Error?) {
        self.failure = failure
        self.attempts = attempts
        self.error = error
        if attempts > 1 { self.failure.why += " (after \(attempts) attempts)" }
    }
}

extension S3Failure: CustomStringConvertible {
    /// The failure's sentences.
    public var description: String { failure.description }
}
