import Foundation
import Testing

@testable import Connect

@Suite("The doctor's messages")
struct DoctorMessagesTests {
    private static var guide: String {
        get throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(contentsOf: root.appending(path: "docs/connect.md"), encoding: .utf8)
        }
    }

    /// How docs/connect.md shows a message.
    private static func row(_ cause: Cause) -> String {
        "| `\(cause.rawValue)` | \(cause.outcome.rawValue) | \(cause.meaning) | \(cause.cure) |"
    }

    @Test("docs/connect.md has every message with its cure, word for word, and no other", arguments: Cause.allCases)
    func documented(_ cause: Cause) throws {
        #expect(try Self.guide.contains(Self.row(cause)), "docs/connect.md lacks: \(Self.row(cause))")
    }

    @Test("docs/connect.md has no message that the doctor cannot give")
    func noOther() throws {
        let rows = try Self.guide.split(separator: "\n").filter {
            $0.wholeMatch(of: /\| `[a-z0-9-]+` \| (warn|fail) \| .*/) != nil
        }
        #expect(rows.count == Cause.allCases.count)
    }

    @Test("docs/connect.md has every check and every reason to skip one")
    func checksAndSkips() throws {
        let guide = try Self.guide
        for check in CheckID.allCases { #expect(guide.contains("| `\(check.rawValue)` | \(check.question) |")) }
        for reason in SkipReason.allCases { #expect(guide.contains("- \(reason.rawValue)\n"), "\(reason.rawValue)") }
    }

    @Test("Every message is a sentence with a cure, and every place in it is filled", arguments: Cause.allCases)
    func filled(_ cause: Cause) throws {
        #expect(!cause.meaning.hasSuffix(".") && cause.cure.hasSuffix("."))
        let diagnosis = Diagnosis(subject: try .model(), findings: Findings())
        let check = diagnosis.trouble(.region, cause, found: "x")
        #expect(
            !check.summary.contains("{") && check.remedy?.contains("{") == false,
            "\(check.summary) \(check.remedy ?? "")")
    }
}
