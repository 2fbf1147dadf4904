import Foundations
import Testing

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "hides secrets and addresses",
        arguments: [
            "pat-na1-0123abcd-4567-89ef-0123-456789abcdef", "AKIAIOSFODNN7EXAMPLE", "ada.l@example.com",
            "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1", "(AKIAIOSFODNN7EXAMPLE)", "<ada@example.com>,",
        ])
    func hides(secret: String) {
        let text = Redaction.redact("refused: \(secret) is not allowed")
        #expect(!text.contains(secret.filter { $0.isLetter || $0.isNumber }))
        #expect(text.contains("[redacted]"))
        #expect(text.hasPrefix("refused:"))
    }

    @Test("hides the query of a signed URL and keeps its host")
    func hidesQueries() {
        let text = Redaction.redact("GET https://bucket.s3.amazonaws.com/key?X-Amz-Signature=abc&x=1 failed")
        #expect(text == "GET https://bucket.s3.amazonaws.com/key?[redacted] failed")
    }

    @Test("keeps what support asks for: correlation ids, scopes, status")
    func keepsTheRest() {
        let text = "403 MISSING_SCOPES crm.objects.deals.read (correlationId 0f2c71d4-6a7b-4c1d-9e8f-1234567890ab)"
        #expect(Redaction.redact(text) == text)
    }

    @Test("cuts long texts")
    func cuts() { #expect(Redaction.redact(String(repeating: "a ", count: 900)).count <= 601) }
}
