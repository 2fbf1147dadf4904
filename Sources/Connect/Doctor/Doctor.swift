public import Foundations

/// Asks AWS what ``ProbePlan`` says, and reports what ``Diagnosis`` makes of the answers.
public struct Doctor: Sendable {
    private let prober: any Prober
    private let clock: any WallClock

    /// A doctor who asks by way of `prober`.
    public init(_ prober: any Prober, clock: any WallClock) {
        self.prober = prober
        self.clock = clock
    }

    /// Makes all checks on `subject`. Throws only what interrupts: every refusal is part of the report.
    ///
    /// - Parameters:
    ///   - subject: what to examine.
    ///   - known: answers that were got before, which are not asked for again.
    public func examine(_ subject: DoctorSubject, known: Findings = Findings()) async throws -> DoctorReport {
        let plan = ProbePlan(subject)
        var findings = known
        while let probe = plan.next(after: findings) {
            findings[probe] = try await prober.answer(to: probe, about: subject)
        }
        return Diagnosis.report(subject, findings)
    }

    /// Waits until the role lets hublake in, as AWS takes some seconds, at worst a minute or two, to apply a new role or trust policy.
    ///
    /// Ends early when waiting cannot help: the role lets hublake in with something else than its id, or AWS's answer is no
    /// refusal.
    ///
    /// - Parameters:
    ///   - subject: whose role.
    ///   - patience: how long to wait.
    ///   - notice: told before each pause, with the seconds that are left.
    public func awaitRole(
        _ subject: DoctorSubject, patience: Duration, notice: @Sendable (Int) -> Void
    ) async throws {
        guard subject.role != nil else { return }
        let start = clock.now()
        var pauses = PropagationPauses(patience: patience)
        while true {
            let answer = try await prober.answer(to: .assumeRole(.current), about: subject)
            guard answer.refusal?.kind == .denied else { return }
            if pauses.taken == 0, try await letsInOtherwise(subject) { return }
            let elapsed = Duration.microseconds(clock.now().microseconds - start.microseconds)
            guard let pause = pauses.next(elapsed: elapsed) else { return }
            notice(Int((patience - elapsed).inSeconds.rounded()))
            try await clock.sleep(for: pause)
        }
    }

    private func letsInOtherwise(_ subject: DoctorSubject) async throws -> Bool {
        for choice in [Probe.IDChoice.placeholder, .none] {
            if try await prober.answer(to: .assumeRole(choice), about: subject).isGranted { return true }
        }
        return false
    }

    /// Examines `subject`, and again while all that fails are permissions: a policy that was attached a moment ago is not applied
    /// everywhere at once.
    public func examineUntilApplied(
        _ subject: DoctorSubject, patience: Duration, notice: @Sendable (Int) -> Void
    ) async throws -> DoctorReport {
        let start = clock.now()
        var pauses = PropagationPauses(patience: min(patience, .seconds(20)))
        while true {
            let report = try await examine(subject)
            let elapsed = Duration.microseconds(clock.now().microseconds - start.microseconds)
            guard report.mayBePropagating, let pause = pauses.next(elapsed: elapsed) else { return report }
            notice(Int((min(patience, .seconds(20)) - elapsed).inSeconds.rounded()))
            try await clock.sleep(for: pause)
        }
    }
}

/// Pauses that grow from 2 to 10 seconds until patience ends. Pure.
struct PropagationPauses: Sendable, Hashable {
    let patience: Duration
    private(set) var taken = 0

    init(patience: Duration) { self.patience = patience }

    /// The next pause; nil when it would end after the patience does.
    mutating func next(elapsed: Duration) -> Duration? {
        let pause = Duration.seconds(min(2 + taken * 2, 10))
        guard elapsed + pause <= patience else { return nil }
        taken += 1
        return pause
    }
}

/// Whoever asks AWS for the doctor.
public protocol Prober: Sendable {
    /// AWS's answer to `probe`. A refusal is an answer; throws only `CancellationError` and failures of kind `cancelled`.
    func answer(to probe: Probe, about subject: DoctorSubject) async throws -> ProbeAnswer
}
