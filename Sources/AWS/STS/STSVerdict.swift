import Foundations

/// What to do about an error of STS's. Pure: the client does it.
enum STSVerdict: Sendable, Hashable {
    /// Try again after a while.
    case retry(throttled: Bool)
    /// This machine's clock is off by this many seconds: sign again.
    case correctClock(seconds: Int64)
    /// Our keys have expired: fetch others.
    case renewCredentials
    /// Trying again cannot help.
    case giveUp

    /// The verdict.
    ///
    /// - Parameters:
    ///   - cause: what the error means.
    ///   - code: AWS's code.
    ///   - skew: seconds that the peer's clock is ahead of the time that we signed with; nil when nobody said.
    ///   - isSigned: whether the call was signed at all.
    init(_ cause: STSError.Cause, code: String?, skew: Int64?, isSigned: Bool) {
        switch cause {
        case .throttled: self = .retry(throttled: true)
        case .unavailable: self = .retry(throttled: false)
        case .webIdentity where code == "IDPCommunicationError": self = .retry(throttled: false)
        case .clock where isSigned:
            self = skew.map { $0 == 0 ? .giveUp : .correctClock(seconds: $0) } ?? .giveUp
        case .ownSecretWrong where isSigned:
            // AWS refuses beyond 15 minutes; less than 4 cannot be the reason.
            self = abs(skew ?? 0) > 240 ? .correctClock(seconds: skew ?? 0) : .giveUp
        case .ownKeysExpired where isSigned: self = .renewCredentials
        case .ownKeysUnknown where isSigned && code == "InvalidToken": self = .renewCredentials
        default: self = .giveUp
        }
    }
}
