import AWS
import Foundations

extension Refusal {
    /// What STS said.
    init(_ error: STSError) {
        self.init(Self.kind(error.cause), message: error.message)
        status = error.answer?.status
        code = error.code
        requestID = error.requestID
    }

    private static func kind(_ cause: STSError.Cause) -> Kind {
        switch cause {
        case .accessDenied: .denied
        case .regionDisabled: .regionOff
        case .duration: .sessionTooLong
        case .ownKeysExpired, .ownKeysUnknown, .ownSecretWrong, .ownSignatureIncomplete, .webIdentity: .keysRefused
        case .ownKeysMissing: .noKeys
        case .unavailable, .throttled, .clock: .unreachable
        case .sessionPolicy, .validation, .invalidRequest, .cancelled, .other: .unexpected
        }
    }

    /// What S3 said, or why it said nothing.
    init(_ error: S3Failure) {
        if let answer = error.error {
            self.init(status: answer.status, code: answer.code, message: answer.message, requestID: answer.requestID)
            if answer.isBare, answer.status == 404 { kind = .noObject }
        } else {
            self.init(error.failure.kind == .transient ? .unreachable : .unexpected, message: error.failure.why)
            if [.configuration, .authorization].contains(error.failure.kind) { kind = .noKeys }
        }
    }
}
