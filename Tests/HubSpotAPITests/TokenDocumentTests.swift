import CRM
import Foundation
import HubSpotAPI
import Testing

@Suite("docs/hubspot-token.md")
struct TokenDocumentTests {
    @Test("it has the scopes of each standard type, as the catalogue of types does")
    func scopes() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/hubspot-token.md"), encoding: .utf8)
        for type in StandardObjectTypes.all {
            let scopes = StandardObjectTypes.readScopes(of: type.id).map { "`\($0)`" }.joined(separator: " or ")
            let row = "| \(type.pluralName ?? type.name) | \(scopes) |"
            #expect(page.contains(row), "docs/hubspot-token.md lacks: \(row)")
        }
    }
}
