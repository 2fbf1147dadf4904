import Crypto
import Foundation
public import Foundations

/// The key that seals what hublake keeps secret at rest: AES-256 in GCM.
public struct SecretKey: Sendable {
    private let key: SymmetricKey
    private let origin: String

    /// The key of `HUBLAKE_KEY` (32 bytes in Base64), else of the state folder's file, which is made at first use with mode 0600.
    ///
    /// Throws `Failure(.configuration)` when the variable or the file holds no key, or others may read the file.
    public init(environment: [String: String], folder: StateFolder) throws(Failure) {
        if let text = environment["HUBLAKE_KEY"], !text.isEmpty {
            try self.init(base64: text, origin: "HUBLAKE_KEY")
            return
        }
        let file = folder.keyFile
        if !FileManager.default.fileExists(atPath: file) {
            let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            try folder.makeFile(file, content: Data("\(fresh.base64EncodedString())\n".utf8))
        }
        try folder.checkPrivate(file)
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(
                .configuration, "cannot read the key in \(file)", why: "the system refused",
                remedy: "Let hublake's user read it, or set HUBLAKE_KEY.")
        }
        try self.init(base64: String(decoding: data, as: UTF8.self), origin: file)
    }

    init(base64 text: String, origin: String) throws(Failure) {
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32
        else {
            throw Failure(
                .configuration, "cannot use the key in \(origin)", why: "it is not 32 bytes in Base64",
                remedy:
                    "Restore it. If it is lost, remove the connections and connect again; a new key is made by `openssl rand -base64 32`."
            )
        }
        key = SymmetricKey(data: bytes)
        self.origin = origin
    }

    /// `text` sealed: nonce, ciphertext and tag. `place` (the row and the column) is sealed with it, so that a value that was moved
    /// elsewhere does not open.
    func seal(_ text: String, place: String) throws(Failure) -> Data {
        do {
            let box = try AES.GCM.seal(Data(text.utf8), using: key, authenticating: Data(place.utf8))
            guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
            return combined
        } catch {
            throw Failure(.internal, "cannot seal a secret", why: "\(error)")
        }
    }

    /// What ``seal(_:place:)`` sealed. Throws `Failure(.configuration)` for another key, and for sealed bytes that were changed.
    func open(_ sealed: Data, place: String) throws(Failure) -> String {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return String(decoding: try AES.GCM.open(box, using: key, authenticating: Data(place.utf8)), as: UTF8.self)
        } catch {
            throw Failure(
                .configuration, "cannot open what is stored for \(place)",
                why: "the key in \(origin) is not the one that it was sealed with, or the file was changed",
                remedy: "Set HUBLAKE_KEY, or restore the state folder, as they were when the connection was made.")
        }
    }
}
