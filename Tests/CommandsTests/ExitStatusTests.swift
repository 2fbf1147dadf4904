import Foundation
import Foundations
import Testing

@testable import Commands

@Suite("ExitStatus")
struct ExitStatusTests {
    @Test("docs/exit-codes.md lists exactly the codes of the program, in its words")
    func documented() throws {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/exit-codes.md")
        let rows = try String(contentsOf: docs, encoding: .utf8).split(separator: "\n").filter { line in
            line.hasPrefix("| ") && line.dropFirst(2).first?.isNumber == true
        }
        #expect(rows.map(String.init) == ExitStatus.allCases.map { "| \($0.rawValue) | \($0) | \($0.meaning) |" })
    }

    @Test("each kind of failure has the status of who must act")
    func kinds() {
        #expect(ExitStatus(.configuration) == .configuration)
        #expect(ExitStatus(.authorization) == .authorization)
        #expect(ExitStatus(.rateLimited) == .gaveUp && ExitStatus(.transient) == .gaveUp)
        #expect(ExitStatus(.conflict) == .conflict)
        #expect(ExitStatus(.cancelled) == .interrupted)
        #expect(ExitStatus(.internal) == .defect)
    }
}
