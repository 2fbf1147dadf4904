import Foundations

/// The permits of all three budgets, shared by all who call one account.
actor CallBudgets {
    private let clock: any WallClock
    private let ledger: CallLedger
    private let limits: HubSpotLimits
    private var windows: [CallBudget: RollingWindowBudget] = [:]
    private var refusedUntil: [CallBudget: Timestamp] = [:]
    private var day: [CallBudget: DayLimit] = [:]

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
            .general: limits.generalCalls, .search: limits.searchCalls, .associations: limits.associationCalls,
        ]
        for (budget, limit) in calls {
            windows[budget] = RollingWindowBudget(limit: limits.usable(limit), window: budget.window)
        }
    }

    /// Returns once a call may be sent; throws the failure of a day's limit that was met not long ago.
    func permit(_ budget: CallBudget) async throws {
        while true {
            let now = clock.now()
            if let day = day[budget] {
                guard now >= day.until else { throw day.failure }
                self.day[budget] = nil
            }
            guard case .wait(let wait) = windows[budget]?.request(at: now) else { return }
            let wasRefused = refusedUntil[budget].map { now < $0 } ?? false
            ledger.recordWait(wait, for: wasRefused ? .rateLimited : budget.waitReason)
            try await clock.sleep(for: wait)
        }
    }

    /// HubSpot answered 429: nobody calls on this budget for `duration`.
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
        switch budget {
        case .search: break
        case .associations: windows[budget]?.observe(limit: limits.usable(statement.calls(in: budget.window)))
        case .general:
            let calls = statement.calls(in: budget.window)
            windows[budget]?.observe(limit: limits.usable(calls))
            let associationCalls = RateLimitStatement.associationCalls(besideGeneral: calls)
            windows[.associations]?.observe(limit: limits.usable(associationCalls))
        }
    }
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
