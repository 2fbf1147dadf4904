public import Foundations
public import Testing

/// Expects `body` to throw a `Failure` of `kind`, by itself or inside another error.
public func expectFailure(
    _ kind: FailureKind, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    let error = await #expect(throws: (any Error).self, sourceLocation: sourceLocation) { try await body() }
    let failure = error as? Failure ?? (error as? any FailureCarrying)?.failure
    #expect(failure?.kind == kind, "\(String(describing: error))", sourceLocation: sourceLocation)
}
