/// The names given so far in one scope (a table's columns, an account's tables); no name is given twice.
struct NameClaims {
    private var taken: Set<String>

    init(taken: Set<String> = []) { self.taken = taken }

    /// Gives `wanted` if it is free and at most `limit` bytes long; else, cut to fit, with `_` and the first 8 hex digits of
    /// SHA-256 of `original`, the name before folding. Where even that is taken (two custom types may have the same label),
    /// the digits come from `identity`, which nothing else in the scope shares, and a count.
    mutating func claim(
        _ wanted: String, original: String, identity: String, limit: Int = NameFolding.limit
    ) -> String {
        if wanted.utf8.count <= limit, taken.insert(wanted).inserted { return wanted }
        var attempt = 0
        while true {
            let fingerprint = NameFolding.fingerprint(attempt == 0 ? original : "\(identity) \(attempt)")
            let name = "\(wanted.prefix(limit - 1 - fingerprint.utf8.count))_\(fingerprint)"
            if taken.insert(name).inserted { return name }
            attempt += 1
        }
    }
}
