import Dispatch
import Foundation
import Foundations

/// The machine's programs, as child processes.
public struct SystemCommands: CommandRunner {
    private let environment: [String: String]

    /// Programs that see `environment`.
    public init(environment: [String: String]) { self.environment = environment }

    /// Runs the program on a thread of its own, since waiting for its output blocks.
    public func run(_ arguments: [String], timeout: Duration) async throws -> CommandResult {
        let child = try Child(arguments, environment)
        let result: Result<CommandResult, Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: child.collect(timeout: timeout)) }
            }
        } onCancel: {
            child.kill()
        }
        try Task.checkCancellation()
        return try result.get()
    }
}

/// One running program.
private struct Child: Sendable {
    /// More than any set of keys.
    private static let outputLimit = 1 << 20

    private let name: String
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    init(_ arguments: [String], _ environment: [String: String]) throws(Failure) {
        name = arguments.first ?? ""
        // `env` looks the program up and becomes it, so that the child's id is the program's.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--"] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
        } catch {
            throw Failure(
                .configuration, "cannot run \(name)", why: error.localizedDescription,
                remedy: "Check credential_process in the AWS profile.")
        }
    }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Reads until the program has closed both ends or time is up.
    func collect(timeout: Duration) -> Result<CommandResult, Failure> {
        let deadline = ContinuousClock.now + timeout
        var readers = [Reader(output), Reader(errors)]
        while readers.contains(where: { !$0.isAtEnd }) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, readers.reduce(0, { $0 + $1.bytes.count }) <= Self.outputLimit else {
                kill()
                process.waitUntilExit()
                return .failure(
                    Failure(
                        .transient, "cannot run \(name)",
                        why: left > .zero ? "it writes without end" : "it did not end within \(timeout)",
                        remedy: "Run it by hand; it must not ask for anything."))
            }
            Reader.wait(for: &readers, milliseconds: Int32(min(1000, left.inSeconds * 1000 + 1)))
        }
        process.waitUntilExit()
        let signal = process.terminationReason == .uncaughtSignal ? 128 : 0
        return .success(
            CommandResult(
                status: Int(process.terminationStatus) + signal, output: readers[0].bytes,
                errorText: String(decoding: readers[1].bytes.prefix(2000), as: UTF8.self)))
    }
}

/// One end of a pipe that is being read.
private struct Reader {
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private let descriptor: Int32

    init(_ pipe: Pipe) { descriptor = pipe.fileHandleForReading.fileDescriptor }

    /// Waits until one of `readers` has something, and reads it.
    static func wait(for readers: inout [Reader], milliseconds: Int32) {
        var polls = readers.map { pollfd(fd: $0.isAtEnd ? -1 : $0.descriptor, events: Int16(POLLIN), revents: 0) }
        guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return }
        for index in readers.indices where polls[index].revents != 0 { readers[index].readOnce() }
    }

    private mutating func readOnce() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 { bytes += chunk[..<count] }
        if count == 0 || (count < 0 && errno != EINTR) { isAtEnd = true }
    }
}
