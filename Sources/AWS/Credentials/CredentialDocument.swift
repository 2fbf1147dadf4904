import Foundations

/// Keys as the credential endpoints and programs write them in JSON: `AccessKeyId`, `SecretAccessKey`, `Token` or `SessionToken`, and
/// `Expiration`.
struct CredentialDocument: Sendable {
    /// The document's own version; programs have one.
    var version: Int64?
    /// `Success`, or what went wrong; the metadata service has one.
    var code: String?
    /// The keys; nil where a part of them is missing.
    var keys: AWSCredentials?

    /// Reads `bytes`; nil when they are no JSON object.
    init?(_ bytes: [UInt8]) {
        guard let document = JSONValue(utf8: bytes, depth: 16), document.object != nil else { return nil }
        version = document["Version"]?.integer
        code = document["Code"]?.string
        guard let accessKeyID = document["AccessKeyId"]?.string, !accessKeyID.isEmpty,
            let secret = document["SecretAccessKey"]?.string, !secret.isEmpty
        else { return }
        let expiration = document["Expiration"]?.string
        let end = expiration.flatMap { Timestamp(iso8601: $0) }
        // An end that cannot be read must not make the keys last for ever.
        guard expiration == nil || end != nil else { return }
        keys = AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secret,
            sessionToken: document["Token"]?.string ?? document["SessionToken"]?.string, expiration: end)
    }
}
