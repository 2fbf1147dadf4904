import ArgumentParser
import Foundation
import Foundations
import UnixSignals

/// The program behind `hublake`: parses the command line, runs the command until it ends or a signal comes, and turns whatever
/// happened into one exit status and, for failures, one message.
public enum CommandLineTool {
    /// Runs the command that `arguments` (without the program's name) ask for, and answers with the exit status.
    public static func run(_ arguments: [String]) async -> Int32 {
        do {
            try await untilSignal(arguments)
            return ExitStatus.ok.rawValue
        } catch let unparsed as UnparsedCommand {
            return report(unparsed)
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            let failure = Failure(error, while: "cannot finish")
            FailureOutput.write(failure, asJSON: arguments.contains("--json"))
            return ExitStatus(failure.kind).rawValue
        }
    }

    /// Runs the command; the first SIGINT or SIGTERM cancels it, so that it ends between two writes.
    private static func untilSignal(_ arguments: [String]) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in signals { return true }
                return false
            }
            group.addTask {
                try await execute(arguments)
                return false
            }
            defer { group.cancelAll() }
            guard try await group.next() == true else { return }
            Terminal.note("hublake: stopping; what is committed stays whole")
            group.cancelAll()
            while try await group.next() != nil {}
        }
    }

    private static func execute(_ arguments: [String]) async throws {
        var command: any ParsableCommand
        do {
            command = try HublakeCommand.parseAsRoot(arguments)
        } catch {
            throw UnparsedCommand(error: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError {
            throw UnparsedCommand(error: error)
        } catch  where !(error is ExitCode) && HublakeCommand.exitCode(for: error).isSuccess {
            // A request for help is a command that throws its text.
            throw UnparsedCommand(error: error)
        }
    }

    /// Help goes to stdout with status 0, complaints to stderr with status 2.
    private static func report(_ unparsed: UnparsedCommand) -> Int32 {
        let text = HublakeCommand.fullMessage(for: unparsed.error)
        guard HublakeCommand.exitCode(for: unparsed.error).isSuccess else {
            Terminal.note(text)
            return ExitStatus.usage.rawValue
        }
        Terminal.result(text)
        return ExitStatus.ok.rawValue
    }
}

/// The command line asked for help or made no sense; ArgumentParser knows how to say it.
private struct UnparsedCommand: Error {
    var error: any Error
}
