import Foundation
public import Foundations

/// The folder in which hublake keeps its connections: `$HUBLAKE_STATE`, else `hublake` in the user's data folder. Only its owner may
/// look into it.
public struct StateFolder: Sendable, Hashable {
    /// Its absolute path.
    public let path: String

    /// The folder that `environment` names. Throws `Failure(.configuration)` when it names none.
    public init(environment: [String: String]) throws(Failure) {
        if let path = environment["HUBLAKE_STATE"], !path.isEmpty {
            self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            path = "\(data)/hublake"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = "\(home)/.local/share/hublake"
        } else {
            throw Failure(
                .configuration, "cannot tell where connections are kept", why: "neither HUBLAKE_STATE nor HOME is set",
                remedy: "Set HUBLAKE_STATE to a folder.")
        }
    }

    /// The file of the connections.
    var database: String { "\(path)/connections.sqlite" }

    /// The file of the key that seals secrets, where `HUBLAKE_KEY` does not hold it.
    var keyFile: String { "\(path)/secrets.key" }

    /// Makes the folder, with mode 0700, if it is not there.
    func make() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw refusal("cannot make the folder \(path)", error.localizedDescription)
        }
    }

    /// Makes `file` with mode 0600 and `content` before anything secret is in it; does nothing when it is there.
    func makeFile(_ file: String, content: Data = Data()) throws(Failure) {
        guard !FileManager.default.fileExists(atPath: file) else { return }
        try make()
        guard
            FileManager.default.createFile(atPath: file, contents: content, attributes: [.posixPermissions: 0o600])
        else { throw refusal("cannot make the file \(file)", "the system refused") }
    }

    /// Throws `Failure(.configuration)` when others than the owner may read `file`.
    func checkPrivate(_ file: String) throws(Failure) {
        let mode: Int
        do {
            mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int ?? 0
        } catch {
            throw refusal("cannot look at \(file)", error.localizedDescription)
        }
        guard mode & 0o077 == 0 else {
            throw Failure(
                .configuration, "cannot use \(file)",
                why: "others than its owner may read it (mode \(String(mode & 0o777, radix: 8)))",
                remedy: "Run `chmod 600 \(file)`.")
        }
    }

    private func refusal(_ what: String, _ why: String) -> Failure {
        Failure(.configuration, what, why: why, remedy: "Set HUBLAKE_STATE to a folder that you can write.")
    }
}
