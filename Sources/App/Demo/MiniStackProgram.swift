import Foundation
import Foundations

/// Where MiniStack is installed: a local server of S3, IAM and STS that holds callers to their keys and policies.
enum MiniStackProgram {
    /// The version that the tests run with.
    static let version = "1.5.33"

    /// The program's absolute path: the one that was named, or the first on the PATH, or the one in the project's `.venv`.
    ///
    /// Throws `Failure(.configuration)` that says how to install it.
    static func find(named path: String?, environment: [String: String]) throws(Failure) -> String {
        if let path {
            guard isProgram(path) else {
                throw Failure(
                    .configuration, "cannot start MiniStack", why: "\(path) is no program", remedy: installation)
            }
            return absolute(path)
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init) + [".venv/bin"]
        for folder in folders where isProgram("\(folder)/ministack") { return absolute("\(folder)/ministack") }
        throw Failure(
            .configuration, "cannot start MiniStack",
            why: "the local S3 and IAM server of this demo is neither on the PATH nor in ./.venv", remedy: installation)
    }

    private static let installation =
        "Install it with `python3 -m venv .venv && .venv/bin/pip install ministack==\(version)`, or name the program with "
        + "--ministack PATH."

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }

    // Links are kept: a virtual environment is found by the name that its program is called by.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }
}
