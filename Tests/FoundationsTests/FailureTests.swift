import Foundations
import Testing

@Suite("Failure")
struct FailureTests {
    @Test("says what failed, why and what to do, in that order, as sentences")
    func threeParts() {
        let failure = Failure(
            .authorization, "cannot read contacts", why: "HubSpot refused the token (401)", remedy: "Renew the token.")
        #expect(failure.description == "Cannot read contacts: HubSpot refused the token (401). Renew the token.")
    }

    @Test("never repeats a secret from a peer's words")
    func redacts() {
        let failure = Failure(.transient, "cannot read contacts", why: "bad row of ada@example.com")
        #expect(!failure.description.contains("ada@"))
    }

    @Test("only limits and passing faults are worth trying again")
    func retryable() {
        #expect(FailureKind.allCases.filter(\.isRetryable) == [.rateLimited, .transient])
    }
}
