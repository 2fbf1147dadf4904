/// An Amazon Resource Name in its six parts: `arn:partition:service:region:account:resource`.
struct ARN: Sendable, Hashable {
    var partition: String
    var service: String
    var region: String
    var account: String
    /// The rest; colons are part of it.
    var resource: String

    /// Reads `text`, without white space around it; nil when it has another form.
    init?(_ text: String) {
        let parts = text.trimmingBlanks().split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        partition = String(parts[1])
        service = String(parts[2])
        region = String(parts[3])
        account = String(parts[4])
        resource = String(parts[5])
    }

    /// Whether `text` is an account's id: twelve digits.
    static func isAccountID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Whether IAM accepts `text` as the name of a role or a user: 1 to `limit` letters, digits and `+=,.@_-`.
    static func isIAMName(_ text: some StringProtocol, limit: Int = 64) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy(isIAMCharacter)
    }

    /// `[\w+=,.@-]`, the characters of IAM's names.
    static func isIAMCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "+", "=", ",", ".", "@", "-": true
        default: false
        }
    }
}
