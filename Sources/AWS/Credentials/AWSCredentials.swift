public import Foundations

/// An access key pair, with a session token when it is temporary. Never shown: its description names only the key's end.
public struct AWSCredentials: Sendable, Hashable {
    /// `AKIA…` or `ASIA…`.
    public var accessKeyID: String
    /// The secret that signs.
    public var secretAccessKey: String
    /// What marks temporary keys as such; nil for long-lived ones.
    public var sessionToken: String?
    /// When temporary keys end; nil for long-lived ones or where nobody said.
    public var expiration: Timestamp?

    /// A key pair; see the properties.
    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `AWS keys …F3Q7`: enough to tell two pairs apart, useless to anybody else.
    public var description: String { "AWS keys …\(accessKeyID.suffix(4))" }

    /// The same; a debug print must not leak either.
    public var debugDescription: String { description }

    /// No children: `dump` must not leak either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
