/// What a customer's role asks for besides our principal, so that nobody else's connection can use it (the "confused deputy").
///
/// hublake makes it, one for each connection; it is never taken from a request and never used again. AWS does not treat it as
/// a secret; hublake's logs do.
public struct ExternalID: Sendable, Hashable {
    /// The id: `hs-` and 32 characters of base32 (160 bits). Fits STS's rules: 2 to 1,224 of `[\w+=,.@:/-]`.
    public let text: String

    /// The alphabet of RFC 4648's base32 in lower case.
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

    /// A new id.
    public init(using random: inout some RandomNumberGenerator) {
        text = "hs-" + String((0..<32).map { _ in Self.alphabet[Int(random.next() % 32)] })
    }

    /// An id that hublake made earlier; nil when `text` cannot be one.
    public init?(_ text: String) {
        guard text.hasPrefix("hs-"), text.count == 35, text.dropFirst(3).allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.text = text
    }
}

extension ExternalID: CustomStringConvertible, CustomDebugStringConvertible {
    /// `hs-…f3q7`: enough to tell two apart.
    public var description: String { "hs-…\(text.suffix(4))" }

    /// The same; a debug print must not show more.
    public var debugDescription: String { description }
}
