/// Takes secrets and personal data out of words that come from somewhere else, before they reach a log or a person.
///
/// What it hides: e-mail addresses, bearer and HubSpot tokens, AWS access key ids and long opaque strings that look like
/// keys, and the query of any URL (signed URLs carry their signature there). It may hide too much; it must not hide too little.
public enum Redaction {
    /// `text` with everything that looks secret or personal replaced by `[redacted]`, cut to `limit` characters.
    public static func redact(_ text: String, limit: Int = 600) -> String {
        var words: [String] = []
        for word in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            words.append(redactWord(word))
        }
        let joined = words.joined(separator: " ")
        return joined.count <= limit ? joined : "\(joined.prefix(limit))…"
    }

    private static func redactWord(_ word: Substring) -> String {
        if let query = word.firstIndex(of: "?"), word.contains("://") { return "\(word[..<query])?[redacted]" }
        if looksLikeAddress(word) { return "[redacted]" }
        let pieces = word.split(omittingEmptySubsequences: false, whereSeparator: { !isTokenCharacter($0) })
        guard pieces.contains(where: looksSecret) else { return String(word) }
        return "[redacted]"
    }

    private static func looksLikeAddress(_ word: Substring) -> Bool {
        guard let at = word.firstIndex(of: "@"), at != word.startIndex else { return false }
        return word[word.index(after: at)...].contains(".")
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "_" || character == "+"
    }

    private static func looksSecret(_ piece: Substring) -> Bool {
        if piece.hasPrefix("pat-") && piece.count > 12 { return true }
        if piece.hasPrefix("AKIA") || piece.hasPrefix("ASIA"), piece.count >= 16 { return true }
        guard piece.count >= 32 else { return false }
        // A correlation id is a UUID and must stay readable: support asks for it.
        let isUUID = piece.count == 36 && piece.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12]
        return !isUUID && piece.contains(where: \.isNumber) && piece.contains(where: \.isLetter)
    }
}
