import Foundation
public import Foundations
import Synchronization

/// A simulated account with its limits, faults and counts: requests in, answers out, without a server.
public final class Simulation: Sendable {
    /// What it was made with.
    public let settings: SimulatorSettings
    /// Gives the windows and the change times, and can be moved; its sleep serves latency and delays.
    let clock: MovableClock
    private let state: Mutex<State>

    /// All that changes.
    struct State: Sendable {
        var account: Account
        var budgets: CallBudgets
        var faults = FaultList()
        var tally = CallTally()
        var callNumber: UInt64 = 0
        var tokens: TokenLives
    }

    /// Makes the account; time goes as `clock` says, from the settings' start if they name one.
    public init(_ settings: SimulatorSettings, clock: any WallClock = SystemWallClock()) {
        self.settings = settings
        self.clock = MovableClock(clock)
        if let start = settings.startsAt { self.clock.move(to: start) }
        var faults = FaultList()
        for rule in settings.faults { faults.add(rule) }
        state = Mutex(
            State(
                account: AccountGenerator(settings, start: self.clock.now()).account(), budgets: CallBudgets(settings),
                faults: faults, tokens: TokenLives(settings.tokens, life: settings.tokenLife)))
    }

    /// The account's id.
    public var portalID: Int64 { state.withLock { $0.account.portalID } }

    /// Answers one call: control calls at once, all others through length, faults, token, limits and scopes.
    func answer(_ call: Call) async throws -> Answer {
        if call.path.first == "_simulator" { return ControlAPI(simulation: self).answer(call) }
        let route = Result { () throws(APIError) in try Route.find(call.method, call.path) }
        let endpoint = try? route.get().endpoint
        let (fault, number) = state.withLock { state in
            state.callNumber += 1
            return (
                state.faults.strike(
                    method: call.method, target: call.target, seed: settings.seed, number: state.callNumber),
                state.callNumber
            )
        }
        let correlationID = self.correlationID(number)
        let isLate = fault?.kind == .delay || fault?.kind == .edgeTimeout
        let wait = settings.latencyMilliseconds + (isLate ? fault?.milliseconds ?? 1_000 : 0)
        if wait > 0 { try await clock.sleep(for: .milliseconds(wait)) }
        var answer: Answer
        if let replacement = fault?.replacement(
            correlationID: correlationID, budget: endpoint?.budget ?? .general)
        {
            answer = replacement
        } else {
            answer = self.answer(call, route, spoilt: fault?.kind == .badValue, correlationID)
        }
        answer.headers.append(("X-HubSpot-Correlation-Id", correlationID))
        if fault?.kind == .cutBody { answer.delivery = .cutShort }
        let status = answer.delivery == .reset ? 0 : answer.status
        state.withLock { $0.tally.count(endpoint, status: status, targetLength: call.target.utf8.count) }
        return answer.compressed(if: call.acceptsGzip)
    }

    private func answer(
        _ call: Call, _ route: Result<Route, APIError>, spoilt: Bool, _ correlationID: String
    ) -> Answer {
        guard call.target.utf8.count <= settings.urlLimit else {
            return .html("414 Request-URI Too Large", status: 414)
        }
        if (try? route.get().endpoint) == .tokens { return renewal(call, correlationID) }
        let token = call.token ?? ""
        if let refusal = state.withLock({ $0.tokens.refusal(of: token) }) {
            return refusal.answer(correlationID: correlationID)
        }
        let now = Timestamp.milliseconds(clock.now().milliseconds)
        do throws(APIError) {
            let route = try route.get()
            let budget = route.endpoint.budget
            var (refusal, headers, api) = state.withLock { state in
                let refusal = state.budgets.refusal(of: budget, token: token, at: now)
                let api = AccountAPI(
                    account: state.account, settings: settings,
                    withheldScopes: settings.withheldScopes.union(settings.withheldScopesByToken[token] ?? []),
                    isDated: route.isDated, now: now,
                    callsToday: state.budgets.callsToday, spoilsFirstRecord: spoilt)
                return (refusal, state.budgets.headers(budget, token: token), api)
            }
            var answer = Answer.rateLimited(policy: refusal ?? "", correlationID: correlationID)
            if refusal == nil {
                do throws(APIError) {
                    if let change = try api.change(route.endpoint, call) {
                        let ids = try apply([change])
                        api.account = state.withLock { $0.account }
                        answer = try api.outcome(of: change, id: ids.first ?? nil, call)
                    } else {
                        answer = try api.answer(route.endpoint, call)
                    }
                } catch {
                    answer = error.answer(correlationID: correlationID)
                }
            }
            answer.headers += headers
            return answer
        } catch {
            return error.answer(correlationID: correlationID)
        }
    }

    /// A new access token for the refresh token, as OAuth's token call gives it.
    private func renewal(_ call: Call, _ correlationID: String) -> Answer {
        state.withLock { $0.tokens.renewal(form: call.form, portalID: $0.account.portalID) }
    }

    /// A UUID that follows from the seed and the call's number.
    private func correlationID(_ number: UInt64) -> String {
        SeededGenerator.uuid(seed: settings.seed, 9, number)
    }
}

// MARK: - Control in process

extension Simulation {
    /// Orders a fault.
    public func add(_ fault: FaultRule) { state.withLock { $0.faults.add(fault) } }

    /// Forgets all ordered faults.
    public func clearFaults() { state.withLock { $0.faults = FaultList() } }

    /// The ordered faults and how often each has struck.
    public var faults: JSON { state.withLock { $0.faults.json } }

    /// How often what was called: `total`, `byEndpoint`, `byStatus`, `byBudget`, `calls`, `longestTarget`.
    public var calls: JSON { state.withLock { $0.tally.json } }

    /// Sets all call counts to nothing.
    public func clearCalls() { state.withLock { $0.tally = CallTally() } }

    /// What the tables of a complete sync hold.
    public var truth: Truth { Truth(account: state.withLock { $0.account }, now: clock.now()) }

    /// Moves the simulation's time forward.
    public func advanceClock(by duration: Duration) { clock.advance(by: duration) }

    /// Makes an expired token good again.
    func renew(_ token: String) { state.withLock { $0.tokens.renew(token) } }

    /// Applies changes in their order, as one; the ids of the records that each one concerned. A change that names something
    /// unknown throws, and none is applied.
    func apply(_ changes: [Change]) throws(APIError) -> [String?] {
        let now = clock.now()
        let result = state.withLock { state -> Result<[String?], APIError> in
            Result { () throws(APIError) in
                var account = state.account
                account.forgetPast(before: now.adding(seconds: -Int64(settings.indexLagMilliseconds) / 1_000 - 1))
                var ids: [String?] = []
                for change in changes { try ids.append(account.apply(change, at: now)) }
                state.account = account
                return ids
            }
        }
        return try result.get()
    }
}
