import Foundation
public import Foundations

/// Reads small text files.
public protocol TextFiles: Sendable {
    /// The file's text; nil when there is none. Throws `Failure(.configuration)` for a file that cannot be read or is no text.
    func read(_ path: String) throws(Failure) -> String?
}

/// The machine's files.
public struct SystemFiles: TextFiles {
    /// The machine's files.
    public init() {}

    /// Reads the file with the process's permissions.
    public func read(_ path: String) throws(Failure) -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(
                .configuration, "cannot read \(path)", why: "it is not readable, or no text in UTF-8",
                remedy: "Check the file's permissions and its contents.")
        }
    }
}
