import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport

/// A machine that is not there: variables, files, programs and networks, all said by the test.
struct Machine: Sendable {
    var variables: [String: String] = ["HOME": "/users/me"]
    var files: [String: String] = [:]
    var network = ScriptedTransport([])
    var container = ScriptedTransport([])
    var instance = ScriptedTransport(
        answers: [], fallback: { _ in throw Failure(.transient, "cannot PUT", why: "silence") })
    let programs: Programs
    let clock = ManualClock(Timestamp(iso8601: "2026-11-25T10:00:00Z") ?? Timestamp(microseconds: 0))

    init(programs: [String: CommandResult] = [:]) { self.programs = Programs(programs) }

    init(config: String, credentials: String? = nil, programs: [String: CommandResult] = [:]) {
        self.init(programs: programs)
        files["/users/me/.aws/config"] = config
        files["/users/me/.aws/credentials"] = credentials
    }

    var surroundings: CredentialSurroundings {
        CredentialSurroundings(
            environment: variables, files: Files(files), commands: programs, transport: network,
            containerTransport: container, instanceTransport: instance, clock: clock, random: { 0.5 })
    }

    func find(profile: String? = nil) async throws -> CredentialChain.Finding {
        try await CredentialChain(profile: profile, surroundings: surroundings).find()
    }

    /// The failure of a look.
    func failure(profile: String? = nil) async -> Failure? {
        do {
            _ = try await find(profile: profile)
            return nil
        } catch {
            return error as? Failure
        }
    }
}

struct Files: TextFiles {
    private let texts: [String: String]
    init(_ texts: [String: String]) { self.texts = texts }
    func read(_ path: String) throws(Failure) -> String? { texts[path] }
}

/// Programs by the line that runs them.
final class Programs: CommandRunner {
    private let results: [String: CommandResult]
    private let asked = Mutex<[[String]]>([])
    var lines: [[String]] { asked.withLock { $0 } }

    init(_ results: [String: CommandResult]) { self.results = results }

    func run(_ arguments: [String], timeout: Duration) async throws -> CommandResult {
        asked.withLock { $0.append(arguments) }
        return results[arguments[0]] ?? CommandResult(status: 127, output: [], errorText: "no such program")
    }
}

extension CommandResult {
    static func printing(_ text: String) -> CommandResult { CommandResult(status: 0, output: Array(text.utf8)) }
}
