import AWS
import Foundation
import Foundations
import HTTP

/// Runs a script of S3 calls through hublake's client, for tests that look at the same bucket with another one.
///
/// `s3-tool <endpoint> <region> <bucket> <script.json>`, with keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and
/// `AWS_SESSION_TOKEN`: the script is an array of calls (see ``Call``); each answers with one line of JSON.
@main
struct S3Tool {
    static func main() async {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 5, let endpoint = HTTPOrigin(url: arguments[1]),
                let script = FileManager.default.contents(atPath: arguments[4]),
                let calls = JSONValue(utf8: [UInt8](script))?.array
            else { throw ToolError("usage: s3-tool <endpoint> <region> <bucket> <script.json>") }
            let transport = try AsyncHTTPClientTransport()
            let client = S3Client(
                bucket: S3Bucket(arguments[3], region: arguments[2], endpoint: endpoint),
                credentials: EnvironmentCredentials(ProcessInfo.processInfo.environment), transport: transport)
            for call in calls { try emit(await Call(call).answer(client)) }
            try await transport.shutdown()
        } catch {
            FileHandle.standardError.write(Data("s3-tool: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func emit(_ answer: JSONValue) throws {
        try FileHandle.standardOutput.write(contentsOf: Data(answer.utf8 + [0x0A]))
    }
}

/// What is wrong with a script.
struct ToolError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
