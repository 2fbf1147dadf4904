public import Foundations

/// What every answer of STS says besides its content.
public struct STSAnswer: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// What AWS's support asks for.
    public var requestID: String?
    /// The peer's clock, from the answer's `Date`; to the second.
    public var date: Timestamp?
    /// Seconds that the peer's clock is ahead of this machine's; nil where the answer had no date.
    public var clockOffset: Int64?

    /// An answer; see the properties.
    public init(status: Int, requestID: String? = nil, date: Timestamp? = nil, clockOffset: Int64? = nil) {
        self.status = status
        self.requestID = requestID
        self.date = date
        self.clockOffset = clockOffset
    }
}
