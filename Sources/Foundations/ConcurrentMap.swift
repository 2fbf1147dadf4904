extension Sequence where Element: Sendable, Self: Sendable {
    /// Transforms the elements at most `limit` at a time and returns the results in the elements' order.
    ///
    /// The first error cancels the rest and is thrown; a transform that must not stop the others returns its failure instead.
    public func mapConcurrently<Result: Sendable>(
        limit: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            var started = 0
            for element in self {
                if started >= Swift.max(1, limit), let (index, result) = try await group.next() {
                    results[index] = result
                }
                let index = started
                group.addTask { (index, try await transform(element)) }
                started += 1
            }
            for try await (index, result) in group { results[index] = result }
            return (0..<started).compactMap { results[$0] }
        }
    }
}
