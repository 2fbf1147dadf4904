public import Foundations

/// One check's result.
public struct Check: Sendable, Hashable {
    /// Which check.
    public var id: CheckID
    /// How it ended.
    public var outcome: CheckOutcome
    /// What was found, as a sentence without its full stop.
    public var summary: String
    /// What is wrong; nil when nothing is.
    public var cause: Cause?
    /// What to do about it.
    public var remedy: String?
    /// What to add or to replace: a statement of the role's policy, or the whole trust policy.
    public var statement: JSONValue?
    /// AWS's own words.
    public var aws: Refusal?
    /// What else is worth knowing.
    public var notes: [String] = []
}
