import Foundations
import HTTP
import Logging

/// Gets calls answered: permits, tokens, attempts, waits. All its decisions are made by pure values beside it.
struct CallExecutor: Sendable {
    let transport: any HTTPTransport
    let host: APIHost
    let token: any HubSpotToken
    let clock: any WallClock
    let budgets: CallBudgets
    let ledger: CallLedger
    let retries: RetryPolicy
    let userAgent: String
    let jitter: @Sendable () -> Double
    let logger: Logger

    /// The decoded answer of `call`; every refusal is a failure.
    func value<Value: Sendable>(
        _ call: APICall, decode: ([UInt8]) throws(JSONError) -> Value
    ) async throws -> Value {
        try await answer(call, decode: decode).value(orFailureOf: call.purpose)
    }

    /// The decoded answer of `call`, or HubSpot's refusal for a caller who knows what it means.
    func answer<Value: Sendable>(
        _ call: APICall, decode: ([UInt8]) throws(JSONError) -> Value
    ) async throws -> CallAnswer<Value> {
        var progress = CallProgress(call, start: clock.now())
        while true {
            switch try await attempt(call, &progress) {
            case .failure(let failure):
                try await wait(.network, asked: nil, because: failure, &progress)
            case .success(let answer):
                switch AnswerClassifier.classify(answer, at: clock.now()) {
                case .success:
                    do {
                        return .value(try decode(answer.body))
                    } catch {
                        try await wait(asDamaged(error, progress), &progress)
                    }
                case .retry(.serverError(524), _) where call.canShrink && progress.attempts >= 2:
                    return .refused(Refusal(kind: .tooMuch, status: 524, body: APIErrorBody(answer.body)))
                case .retry(let cause, let asked):
                    let failure = progress.failure(cause, answer)
                    try await wait(cause, asked: asked, because: failure, &progress)
                case .switchHost(let hublet):
                    guard progress.mayMove, host.move(to: hublet, from: progress.baseURL) else {
                        throw progress.failure(wrongRegion: hublet)
                    }
                    progress.mayMove = false
                case .tokenRefused(let body):
                    guard progress.mayRenew, try await token.renew(after: progress.token) else {
                        return .refused(Refusal(kind: .token, status: answer.status, body: body, tokenName: token.name))
                    }
                    progress.mayRenew = false
                case .forbidden(let body):
                    return .refused(Refusal(kind: .forbidden, status: answer.status, body: body))
                case .absent(let body):
                    return .refused(Refusal(kind: .absent, status: answer.status, body: body))
                case .rejected(let body):
                    return .refused(Refusal(kind: .rejected, status: answer.status, body: body))
                }
            }
        }
    }

    /// Sends the call once, as soon as it may; a failure of the network is a result like any other.
    private func attempt(_ call: APICall, _ progress: inout CallProgress) async throws -> Result<HTTPResponse, Failure>
    {
        let permit = try await budgets.permit(call.endpoint.budget)
        do {
            let start = clock.now()
            let answer = try await send(call, &progress)
            let duration = Duration.microseconds(max(0, clock.now().microseconds - start.microseconds))
            await budgets.settle(permit, .init(status: answer.status, after: duration))
            if let statement = RateLimitStatement(answer) {
                await budgets.observe(statement, on: call.endpoint.budget)
            }
            return .success(answer)
        } catch {
            await budgets.settle(permit, .unknown)
            guard let failure = error as? Failure, failure.kind.isRetryable, progress.isSent else { throw error }
            return .failure(failure)
        }
    }

    /// Sends and counts.
    private func send(_ call: APICall, _ progress: inout CallProgress) async throws -> HTTPResponse {
        progress.isSent = false
        progress.token = try await token.current()
        progress.baseURL = host.current
        progress.attempts += 1
        progress.isSent = true
        let isRetry = progress.attempts > 1
        ledger.record {
            $0.callsByBudget[call.endpoint.budget, default: 0] += 1
            $0.callsByEndpoint[call.name, default: 0] += 1
            if isRetry { $0.retries += 1 }
        }
        let answer = try await transport.send(
            call.request(to: progress.baseURL, token: progress.token, userAgent: userAgent))
        ledger.record {
            $0.receivedBytes += answer.body.count
            if answer.status == 429 { $0.rateLimitedAnswers += 1 }
        }
        return answer
    }

    /// The failure of an answer that cannot be read; thrown at once if asking again would give the same.
    private func asDamaged(_ error: JSONError, _ progress: CallProgress) throws -> Failure {
        let failure = progress.failure(unreadable: error)
        guard error.kind == .syntax else { throw failure }
        return failure
    }

    private func wait(_ failure: Failure, _ progress: inout CallProgress) async throws {
        try await wait(.damagedAnswer, asked: nil, because: failure, &progress)
    }

    /// Waits before the next attempt, or throws `failure` when the time for that has passed.
    private func wait(
        _ cause: RetryCause, asked: Duration?, because failure: Failure, _ progress: inout CallProgress
    ) async throws {
        let budget = progress.call.endpoint.budget
        if cause == .dailyLimit { await budgets.closeDay(budget, because: failure) }
        let elapsed = Duration.microseconds(clock.now().microseconds - progress.start.microseconds)
        let pause = cause == .rateLimited ? await budgets.refused(budget, asked: asked) : nil
        guard
            let wait = retries.wait(
                for: cause, attempt: progress.attempts, elapsed: elapsed, asked: pause?.duration ?? asked,
                jitter: jitter())
        else { throw failure }
        logger.warning(
            "call will be tried again",
            metadata: [
                "call": "\(progress.call.name)", "reason": "\(cause.waitReason.rawValue)",
                "attempt": "\(progress.attempts)", "wait_seconds": "\(wait.inSeconds)", "why": "\(failure.why)",
            ])
        if pause?.closesBudget == true {
            // The next permit waits, together with everybody else's.
            await budgets.close(budget, for: wait)
        } else {
            ledger.recordWait(wait, for: cause.waitReason)
            try await clock.sleep(for: wait)
        }
    }
}
