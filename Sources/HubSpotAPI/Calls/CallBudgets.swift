import Foundations

/// The permits of all three budgets, shared by all who call one account.
actor CallBudgets {
    private let clock: any WallClock
    private let ledger: CallLedger
    private let limits: HubSpotLimits
    /// Calls in flight; searches need no bound, they are few.
    private let gates: [CallBudget: CallGate]
    private var windows: [CallBudget: CallWindow] = [:]
    private var refusedUntil: [CallBudget: Timestamp] = [:]
    private var refusals: [CallBudget: RefusalStreak] = [:]
    private var day: [CallBudget: DayLimit] = [:]
    /// The run's share of the day's calls, once it is known.
    private var allowance: DailyAllowance?

    /// A day's limit that was met.
    private struct DayLimit {
        var until: Timestamp
        var failure: Failure
    }

    init(clock: any WallClock, ledger: CallLedger, limits: HubSpotLimits) {
        self.clock = clock
        self.ledger = ledger
        self.limits = limits
        let calls: [CallBudget: Int] = [
            .general: limits.generalCalls, .search: limits.searchCalls,
            .associations: limits.statedAssociationCalls ?? limits.associationCalls,
        ]
        for (budget, limit) in calls {
            windows[budget] = CallWindow(
                limit: limits.usable(limit), window: budget.window, allowance: limits.arrivalAllowance)
        }
        gates = Dictionary(
            uniqueKeysWithValues: [CallBudget.general, .associations].map { budget in
                let rate = Double(limits.usable(calls[budget] ?? 1)) / budget.window.inSeconds
                return (budget, CallGate(ConcurrencyGovernor(rate: rate, most: limits.parallelCalls)))
            })
    }

    /// Returns once a call may be sent; the permit must be given back by ``settle(_:_:)``. Throws the failure of a day's limit
    /// that was met not long ago, or of the run's share of the day.
    func permit(_ budget: CallBudget) async throws -> CallPermit {
        try await gates[budget]?.enter()
        do {
            return try await window(budget)
        } catch {
            gates[budget]?.leave(.unknown)
            throw error
        }
    }

    /// The call of `permit` has ended.
    func settle(_ permit: CallPermit, _ outcome: ConcurrencyGovernor.Outcome) {
        windows[permit.budget]?.settle(permit.ticket, at: clock.now())
        gates[permit.budget]?.leave(outcome)
        if case .answered = outcome { refusals[permit.budget]?.end() }
    }

    /// Holds the run to its share of the day's calls from now on.
    func limitDay(_ usage: DailyUsage) { allowance = DailyAllowance(usage, share: limits.dailyCallShare) }

    private func window(_ budget: CallBudget) async throws -> CallPermit {
        while true {
            let now = clock.now()
            if let day = day[budget] {
                guard now >= day.until else { throw day.failure }
                self.day[budget] = nil
            }
            switch windows[budget]?.request(at: now) ?? .granted(ticket: 0) {
            case .granted(let ticket):
                // Association calls have a day's limit of their own, which no answer states.
                if budget != .associations, let failure = allowance?.take(at: now) { throw failure }
                return CallPermit(budget: budget, ticket: ticket)
            case .wait(let wait):
                let wasRefused = refusedUntil[budget].map { now < $0 } ?? false
                ledger.recordWait(wait, for: wasRefused ? .rateLimited : budget.waitReason)
                try await clock.sleep(for: wait)
            }
        }
    }

    /// HubSpot answered 429 and may have asked for a wait; who is to wait, and how long.
    func refused(_ budget: CallBudget, asked: Duration?) -> RefusalStreak.Pause {
        windows[budget]?.refused()
        return refusals[budget, default: RefusalStreak()].refused(asked: asked, window: budget.window, at: clock.now())
    }

    /// The limit is used up: nobody calls on this budget for `duration`.
    func close(_ budget: CallBudget, for duration: Duration) {
        let now = clock.now()
        windows[budget]?.close(at: now, for: duration)
        refusedUntil[budget] = now.adding(microseconds: duration.inMicroseconds)
    }

    /// The day's calls are used up. More calls would only raise the share of errors, so for a quarter of an hour each is
    /// refused here; then one is tried again, since the day may have ended.
    func closeDay(_ budget: CallBudget, because failure: Failure) {
        let budgets: [CallBudget] = budget == .associations ? [.associations] : [.general, .search]
        for budget in budgets { day[budget] = DayLimit(until: clock.now().adding(seconds: 900), failure: failure) }
    }

    /// Takes over what HubSpot says about a limit.
    func observe(_ statement: RateLimitStatement, on budget: CallBudget) {
        guard budget != .search else { return }
        let calls = statement.calls(in: budget.window)
        observe(calls: calls, on: budget)
        if budget == .general, limits.statedAssociationCalls == nil {
            observe(calls: RateLimitStatement.associationCalls(besideGeneral: calls), on: .associations)
        }
    }

    private func observe(calls: Int, on budget: CallBudget) {
        windows[budget]?.observe(limit: limits.usable(calls))
        gates[budget]?.observe(rate: Double(limits.usable(calls)) / budget.window.inSeconds)
    }
}

/// Leave to send one call.
struct CallPermit: Sendable, Hashable {
    var budget: CallBudget
    var ticket: Int
}

extension CallBudget {
    var waitReason: WaitReason {
        switch self {
        case .general: .generalBudget
        case .search: .searchBudget
        case .associations: .associationBudget
        }
    }
}
