extension SyncRun {
    /// A part of a run that depends on no other part's results.
    typealias Part = @Sendable (_ results: inout RunResults) async throws -> Void

    /// Runs the parts at the same time, so that all of HubSpot's budgets are drained from the beginning to the end. What they came
    /// to is joined even if one of them throws, which interrupts the others.
    func sideBySide(_ parts: [Part], _ results: inout RunResults) async throws {
        let failure = await withTaskGroup(of: (RunResults, (any Error)?).self) { group in
            for part in parts {
                group.addTask {
                    var results = RunResults()
                    do {
                        try await part(&results)
                        return (results, nil)
                    } catch {
                        return (results, error)
                    }
                }
            }
            var first: (any Error)?
            for await (part, error) in group {
                results.join(part)
                guard let error else { continue }
                first = first ?? error
                group.cancelAll()
            }
            return first
        }
        if let failure { throw failure }
    }
}
