import Foundation
import Foundations

/// The folder that a demo works in.
enum DemoFolder {
    /// The absolute path of `folder`, which may be relative to the working directory.
    static func absolute(_ folder: String) -> String { URL(fileURLWithPath: folder).standardizedFileURL.path }

    /// Makes the folder and the ones it stands in, if they are not there. Throws `Failure(.configuration)` where that fails.
    static func make(_ path: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                .configuration, "cannot make the folder \(path)", why: error.localizedDescription,
                remedy: "Name another with --folder.")
        }
    }
}
