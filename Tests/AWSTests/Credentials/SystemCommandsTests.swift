import AWS
import Foundation
import Foundations
import TestSupport
import Testing

@Suite("SystemCommands")
struct SystemCommandsTests {
    private let commands = SystemCommands(environment: ["PATH": "/usr/bin:/bin", "GREETING": "hello"])

    @Test("a program's output, error text and status come back; it has no input, and no shell")
    func run() async throws {
        let result = try await commands.run(
            ["sh", "-c", "cat; echo $GREETING \"$1\"; echo oops >&2; exit 3", "sh", "$HOME;x"], timeout: .seconds(60))
        #expect(result.status == 3 && String(decoding: result.output, as: UTF8.self) == "hello $HOME;x\n")
        #expect(result.errorText == "oops\n")
    }

    @Test("more than a pipe holds is read")
    func large() async throws {
        let result = try await commands.run(["head", "-c", "300000", "/dev/zero"], timeout: .seconds(60))
        #expect(result.status == 0 && result.output.count == 300_000)
    }

    @Test("a program that does not exist ends with a status")
    func missing() async throws {
        let result = try await commands.run(["no-such-program-at-all"], timeout: .seconds(60))
        #expect(result.status == 127)
    }

    @Test("a program that does not end, or writes without end, is killed")
    func endless() async {
        await expectFailure(.transient) { _ = try await commands.run(["sleep", "600"], timeout: .milliseconds(50)) }
        await expectFailure(.transient) { _ = try await commands.run(["cat", "/dev/zero"], timeout: .seconds(60)) }
    }

    @Test("a program is killed with the task that waits for it")
    func cancelled() async {
        let task = Task { try await commands.run(["sleep", "600"], timeout: .seconds(600)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("files are read as text; a missing one is none")
    func files() async throws {
        try await withTemporaryFolder { folder in
            try Data("a\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/text"))
            try Data([0xFF, 0xFE, 0xFF]).write(to: URL(fileURLWithPath: "\(folder)/bytes"))
            #expect(try SystemFiles().read("\(folder)/text") == "a\n")
            #expect(try SystemFiles().read("\(folder)/none") == nil)
            #expect(try SystemFiles().read(folder) == nil)
            await expectFailure(.configuration) { _ = try SystemFiles().read("\(folder)/bytes") }
        }
    }
}
