import Foundation
public import Foundations

/// A secret, or where it is. Only ``stored(_:)`` is at rest with hublake, and there only sealed.
public enum SecretReference: Sendable, Hashable {
    /// The environment variable of this name.
    case environment(String)
    /// The file at this path; its first line counts.
    case file(String)
    /// The secret itself.
    case stored(Secret)

    /// Text that never shows itself.
    public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        /// The secret.
        public let text: String

        /// The secret `text`.
        public init(_ text: String) { self.text = text }

        /// `stored`.
        public var description: String { "stored" }

        /// The same; a debug print must not leak either.
        public var debugDescription: String { description }

        /// No children: `dump` must not leak either.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Reads `env:NAME` or `file:PATH`. Throws `Failure(.configuration)` for anything else, without repeating it: it may be a secret.
    public init(_ text: String) throws(Failure) {
        if text.hasPrefix("env:"), text.count > 4 {
            self = .environment(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            throw Failure(
                .configuration, "cannot use the reference to a secret", why: "it is neither env:NAME nor file:PATH",
                remedy:
                    "Write env:HUBSPOT_TOKEN or file:/etc/hublake/token, or - to give the secret itself on standard input."
            )
        }
    }

    /// The secret itself. Throws `Failure(.configuration)` when the variable or the file has none.
    public func resolve(_ environment: [String: String]) throws(Failure) -> String {
        switch self {
        case .stored(let secret): return secret.text
        case .environment(let name):
            guard let text = environment[name]?.firstLine, !text.isEmpty else {
                throw refusal("the environment variable is not set")
            }
            return text
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw refusal("it cannot be read") }
            guard let text = String(decoding: data, as: UTF8.self).firstLine, !text.isEmpty else {
                throw refusal("it is empty")
            }
            return text
        }
    }

    private func refusal(_ why: String) -> Failure {
        Failure(
            .configuration, "cannot read the secret from \(description)", why: why,
            remedy: "Set it, or connect again with another reference.")
    }
}

extension SecretReference: CustomStringConvertible {
    /// `env:NAME`, `file:PATH` or `stored`.
    public var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .stored(let secret): secret.description
        }
    }
}

extension String {
    /// What stands before the first line's end, without white space around it.
    fileprivate var firstLine: String? {
        split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
