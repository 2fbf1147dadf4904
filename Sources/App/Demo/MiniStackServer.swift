import Foundation
import Foundations
import HTTP

/// A MiniStack that runs beside this process, keeps its objects in a folder, and ends with this process, however that ends.
struct MiniStackServer: Sendable {
    /// `http://127.0.0.1:port`.
    let url: String
    /// Where its objects and its log are.
    let folder: String

    /// Runs the server while `body` does.
    ///
    /// Throws `Failure(.configuration)` when the port is taken or the server does not start.
    ///
    /// - Parameters:
    ///   - program: MiniStack's path.
    ///   - port: where it listens on loopback.
    ///   - folder: keeps objects, log and temporary files; is there already.
    ///   - transport: asks whether it is ready.
    ///   - clock: waits between the questions.
    ///   - body: gets the server.
    static func run<Value: Sendable>(
        _ program: String, port: Int, folder: String, transport: any HTTPTransport, clock: any WallClock,
        _ body: (MiniStackServer) async throws -> Value
    ) async throws -> Value {
        let server = MiniStackServer(url: "http://127.0.0.1:\(port)", folder: folder)
        guard LoopbackPort.isFree(port) else {
            throw Failure(
                .configuration, "cannot start MiniStack at \(server.url)", why: "another program has that port",
                remedy: "Stop it, or choose another port with --port.")
        }
        let (process, lifeline) = try server.start(program, port: port)
        let result: Result<Value, any Error>
        do {
            try await server.waitUntilReady(process, transport, clock)
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        // Runs in a task of its own, so that an interrupted demo waits for the server's end too.
        await Task { await Self.stop(process, lifeline, clock) }.value
        return try result.get()
    }

    /// The shell ends the server (which has each object on disk, and nothing else to save) as soon as our end of its input is closed,
    /// which the system does when this process dies. A Ctrl-C in
    /// the terminal reaches everybody; the server shall outlive it until the demo has finished.
    private static let guardian =
        "trap '' INT; \"$0\" </dev/null & child=$!; cat >/dev/null; kill -9 $child 2>/dev/null; wait $child"

    private func start(_ program: String, port: Int) throws -> (Process, Pipe) {
        try DemoFolder.make("\(folder)/tmp")
        let log = "\(folder)/ministack.log"
        guard FileManager.default.createFile(atPath: log, contents: nil),
            let output = FileHandle(forWritingAtPath: log)
        else { throw Failure(.configuration, "cannot start MiniStack", why: "\(log) cannot be written") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.guardian, program]
        // Nothing of our own environment: no key of anybody's has to be there.
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "TMPDIR": "\(folder)/tmp",
            "STATE_DIR": "\(folder)/tmp", "AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": String(port),
            "MINISTACK_HOST": "localhost", "SFTP_ENABLED": "0", "S3_PERSIST": "1", "S3_DATA_DIR": "\(folder)/s3",
        ]
        let lifeline = Pipe()
        // The children must not hold our end too, or it would never be closed.
        guard fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw Failure(.internal, "cannot start MiniStack", why: "its lifeline cannot be kept to ourselves")
        }
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
        } catch {
            throw Failure(.configuration, "cannot start MiniStack", why: error.localizedDescription)
        }
        return (process, lifeline)
    }

    private func waitUntilReady(_ process: Process, _ transport: any HTTPTransport, _ clock: any WallClock) async throws
    {
        let end = clock.now().adding(seconds: 60)
        while process.isRunning, clock.now() < end {
            if await answers(transport) { return }
            try await clock.sleep(for: .milliseconds(100))
        }
        throw Failure(
            .configuration, "cannot start MiniStack at \(url)", why: "it did not answer",
            remedy: "Its words are in \(folder)/ministack.log; a port that is taken can be changed with --port.")
    }

    private func answers(_ transport: any HTTPTransport) async -> Bool {
        // No answer is what we wait for; why there was none does not matter.
        let answer = try? await transport.send(HTTPRequest(method: "GET", url: "\(url)/_ministack/health"))
        return answer?.status == 200
    }

    private static func stop(_ process: Process, _ lifeline: Pipe, _ clock: any WallClock) async {
        try? lifeline.fileHandleForWriting.close()
        for _ in 0..<100 where process.isRunning { try? await clock.sleep(for: .milliseconds(50)) }
        if process.isRunning { process.terminate() }
    }
}
