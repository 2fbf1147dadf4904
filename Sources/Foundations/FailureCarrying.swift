/// An error with more to it than its ``Failure``: callers that know the type look inside, all others see the failure.
public protocol FailureCarrying: Error {
    /// What to tell, and who must act.
    var failure: Failure { get }
}
