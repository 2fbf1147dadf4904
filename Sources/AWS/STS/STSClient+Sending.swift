import Foundations
import HTTP

extension STSClient {
    /// Sends `call` until it succeeds, cannot succeed, or patience ends.
    func perform<Result: Sendable>(
        _ call: STSCall, read: (HTTPResponse, STSAnswer) throws -> Result
    ) async throws(STSError) -> Result {
        let start = clock.now()
        var corrections: Set<Correction> = []
        var attempt = 0
        while true {
            attempt += 1
            var refusal: Refusal
            switch await send(call, read: read) {
            case .success(let result): return result
            case .failure(let failed): refusal = failed
            }
            refusal.error.attempts = attempt
            switch refusal.verdict {
            // Each correction once: a second time would mean that it does not help.
            case .correctClock(let skew) where corrections.insert(.clock).inserted:
                offset.correct(skew: skew, signedWith: refusal.offset)
            case .renewCredentials where corrections.insert(.credentials).inserted:
                if let keys = refusal.keys { await credentials?.invalidate(keys) }
            case .retry(let throttled):
                let elapsed = Duration.microseconds(clock.now().microseconds - start.microseconds)
                guard let wait = retry.wait(after: attempt, throttled: throttled, elapsed: elapsed, jitter: random())
                else { throw refusal.error }
                do {
                    try await clock.sleep(for: wait)
                } catch {
                    throw STSError(.cancelled, call, Failure(error, while: call.what))
                }
            default: throw refusal.error
            }
        }
    }

    private enum Correction: Hashable { case clock, credentials }

    /// One refused attempt, and what to do about it.
    private struct Refusal: Error {
        var error: STSError
        var verdict: STSVerdict
        var keys: AWSCredentials?
        /// Seconds between this machine's clock and the time that the attempt was signed with.
        var offset: Int64 = 0
    }

    private func send<Result>(
        _ call: STSCall, read: (HTTPResponse, STSAnswer) throws -> Result
    ) async -> Swift.Result<Result, Refusal> {
        var keys: AWSCredentials?
        let used = offset.seconds
        var signedAt = clock.now()
        let response: HTTPResponse
        do {
            var request = call.request(to: endpoint)
            if call.isSigned {
                let current = try await ownKeys(call)
                keys = current
                signedAt = clock.now().adding(seconds: used)
                request = signer.sign(request, as: current, at: signedAt, sendsPayloadHash: false)
            }
            response = try await transport.send(request)
        } catch let error as STSError {
            return .failure(Refusal(error: error, verdict: .giveUp))
        } catch {
            let failure = Failure(error, while: call.what)
            let cause: STSError.Cause =
                switch failure.kind {
                case .transient, .rateLimited: .unavailable
                case .cancelled: .cancelled
                default: .other
                }
            return .failure(
                Refusal(
                    error: STSError(cause, call, failure),
                    verdict: cause == .unavailable ? .retry(throttled: false) : .giveUp))
        }
        let answer = STSAnswer(response, receivedAt: clock.now())
        let skew = answer.date.map { ($0.microseconds - signedAt.microseconds) / 1_000_000 }
        guard let error = STSError(response, answer, call) else {
            do {
                return .success(try read(response, answer))
            } catch {
                // An answer that was cut short is worth another try.
                let error = STSError(
                    .unavailable, call.operation, message: "the answer is not one of STS's", answer: answer,
                    role: call.role)
                return .failure(Refusal(error: error, verdict: .retry(throttled: false)))
            }
        }
        let verdict = STSVerdict(error.cause, code: error.code, skew: skew, isSigned: call.isSigned)
        return .failure(Refusal(error: error, verdict: verdict, keys: keys, offset: used))
    }

    /// Trouble with our own identity must not look like trouble with the role.
    private func ownKeys(_ call: STSCall) async throws -> AWSCredentials {
        guard let credentials else {
            throw STSError(.ownKeysMissing, call.operation, message: "no credentials were given", role: call.role)
        }
        do {
            return try await credentials.credentials()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let failure = Failure(error, while: "cannot sign in to AWS")
            throw STSError(failure.kind == .cancelled ? .cancelled : .ownKeysMissing, call, failure)
        }
    }
}

extension STSAnswer {
    /// What `response` says about itself.
    init(_ response: HTTPResponse, receivedAt now: Timestamp) {
        let date = response.header("Date").flatMap(HTTPDate.parse)
        self.init(
            status: response.status, requestID: response.header("x-amzn-RequestId"), date: date,
            clockOffset: date.map { ($0.microseconds - now.microseconds) / 1_000_000 })
    }
}

extension STSError {
    /// The error in `response`; nil when it is none.
    init?(_ response: HTTPResponse, _ answer: STSAnswer, _ call: STSCall) {
        guard !(200..<300).contains(response.status) else { return nil }
        guard let body = try? STSXML.decode(STSErrorBody.self, from: response.body) else {
            // A proxy's page, or nothing at all: then the status must do.
            let cause = Cause(code: "", message: "", status: response.status, operation: call.operation)
            self.init(cause, call.operation, message: "the answer is not one of STS's", answer: answer, role: call.role)
            return
        }
        var answer = answer
        answer.requestID = body.requestID ?? answer.requestID
        let message = body.error.message ?? ""
        self.init(
            Cause(code: body.error.code, message: message, status: response.status, operation: call.operation),
            call.operation, code: body.error.code, message: message, answer: answer, role: call.role)
    }

    /// The failure of something that `call` needs.
    init(_ cause: Cause, _ call: STSCall, _ failure: Failure) {
        self.init(cause, call.operation, message: failure.why, role: call.role)
        underlying = failure
    }
}
