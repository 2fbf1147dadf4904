import Testing

@testable import Connect

@Suite("ExternalID")
struct ExternalIDTests {
    @Test("An id has hublake's form, is read back, and is not shown in full")
    func form() throws {
        var random = SystemRandomNumberGenerator()
        let id = ExternalID(using: &random)
        #expect(id.text.wholeMatch(of: /hs-[a-z2-7]{32}/) != nil)
        #expect(ExternalID(id.text) == id)
        #expect(!"\(id) \(String(reflecting: id))".contains(id.text))
    }

    @Test("Two ids differ")
    func distinct() {
        var random = SystemRandomNumberGenerator()
        let ids = Set((0..<1000).map { _ in ExternalID(using: &random).text })
        #expect(ids.count == 1000)
    }

    @Test(
        "What hublake cannot have made is no id", arguments: ["", "0000", "hs-", "hs-ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"])
    func foreign(_ text: String) {
        #expect(ExternalID(text) == nil)
    }
}
