import Foundation
import Foundations
import Lakehouse
import ObjectStore

/// Runs a script of table commands against a folder, for tests that read the tables with other implementations.
///
/// `iceberg-tool <folder> <script.json>`: the script is an array of commands (see ``Command``); each answers with one line of JSON.
@main
struct IcebergTool {
    static func main() async {
        do {
            guard CommandLine.arguments.count == 3,
                let script = FileManager.default.contents(atPath: CommandLine.arguments[2]),
                let commands = JSONValue(utf8: [UInt8](script))?.array
            else { throw ToolError("usage: iceberg-tool <folder> <script.json>") }
            let store = FolderStore(root: CommandLine.arguments[1])
            for command in commands {
                let clock = ContinuousClock()
                let start = clock.now
                var answer = try await Command(command).run(in: store).object ?? JSONObject()
                answer["seconds"] = .number("\((clock.now - start).inSeconds)")
                try emit(.object(answer))
            }
        } catch {
            FileHandle.standardError.write(Data("iceberg-tool: \(error)\n".utf8))
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
