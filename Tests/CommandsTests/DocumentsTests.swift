import App
import ArgumentParser
import Foundation
import Testing

@testable import Commands

/// The documents against the program.
@Suite("Documents")
struct DocumentsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// `README.md`, `docs/format.md`, …: every page that users read.
    private static func pages() throws -> [String] {
        let folders = ["", "docs/", "docs/decisions/"]
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
                .filter { $0.hasSuffix(".md") }.map { folder + $0 }
        }
    }

    @Test("README.md says what each command does")
    func commands() throws {
        let readme = try Self.text("README.md")
        for command in HublakeCommand.configuration.subcommands {
            #expect(readme.contains("| `hublake \(command._commandName)"), "\(command._commandName)")
        }
    }

    @Test("each command line in a code block of a document is one that the program takes")
    func commandLines() throws {
        var count = 0
        for page in try Self.pages() {
            for line in try Self.code(in: Self.text(page)) {
                guard let match = try /^(?:\S*\/)?hublake (.+)/.prefixMatch(in: line) else { continue }
                let command = match.1.prefix { !"#>|&;".contains($0) }
                let words = command.split(separator: " ").map { $0.trimmingCharacters(in: ["'", "\""]) }
                #expect(throws: Never.self, "\(page): \(line)") { try HublakeCommand.parseAsRoot(words) }
                count += 1
            }
        }
        #expect(count > 15)
    }

    /// The lines of the blocks between ``` and ```.
    private static func code(in page: String) -> [String] {
        page.components(separatedBy: "\n```").enumerated().filter { !$0.offset.isMultiple(of: 2) }
            .flatMap { $0.element.components(separatedBy: "\n").dropFirst() }
    }

    @Test("every setting is a flag of sync, as the help says")
    func flags() {
        let help = SyncCommand.helpMessage(columns: 200)
        for key in SettingKey.allCases {
            #expect(help.contains("--\(key.rawValue) ") || help.contains("--\(key.rawValue)\n"), "\(key.rawValue)")
        }
    }

    @Test("docs/operation.md says what to do about each exit code but 0")
    func codes() throws {
        let page = try Self.text("docs/operation.md")
        for status in ExitStatus.allCases where status != .ok {
            #expect(page.contains("\n| \(status.rawValue) | "), "\(status)")
        }
    }

    @Test("docs/architecture.md has a line for each target of Package.swift that is no test's")
    func rooms() throws {
        let package = try Self.text("Package.swift")
        let page = try Self.text("docs/architecture.md")
        let room = /[rR]oom\(\s*"(\w+)"/
        let program = /executableTarget\(\s*name: "(hub[\w-]+)"/
        let declared = (package.matches(of: room) + package.matches(of: program)).map { String($0.1) }
        #expect(declared.count >= 17)
        for name in declared { #expect(page.contains("`\(name)`"), "\(name)") }
    }

    @Test("every link between documents leads somewhere, and README.md leads to each of docs")
    func links() throws {
        var reached: Set<String> = []
        for page in try Self.pages() {
            let folder = (page as NSString).deletingLastPathComponent
            for match in try Self.text(page).matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !match.1.contains("://") {
                let link = String(match.1)
                let target = String(URL(filePath: "/\(folder)").appending(path: link).standardized.path.dropFirst())
                let isThere = FileManager.default.fileExists(atPath: Self.root.appending(path: target).path)
                #expect(isThere, "\(page): \(link)")
                if page == "README.md" { reached.insert(target) }
            }
        }
        for page in try Self.pages() where page.hasPrefix("docs/") && !page.hasPrefix("docs/decisions/") {
            #expect(reached.contains(page), "README.md does not lead to \(page)")
        }
    }
}
