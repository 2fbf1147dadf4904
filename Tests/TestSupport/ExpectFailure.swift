public import Foundations
public import Testing

/// Expects `body` to throw a `Failure` of `kind`.
public func expectFailure(
    _ kind: FailureKind, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    let failure = await #expect(throws: Failure.self, sourceLocation: sourceLocation) { try await body() }
    #expect(failure?.kind == kind, "\(String(describing: failure))", sourceLocation: sourceLocation)
}
