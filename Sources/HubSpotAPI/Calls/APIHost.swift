import Synchronization

/// Where calls go: the configured base URL, until HubSpot says that the account lives in another region.
final class APIHost: Sendable {
    private let baseURL: Mutex<String>

    init(_ baseURL: String) {
        self.baseURL = Mutex(baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL)
    }

    var current: String { baseURL.withLock { $0 } }

    /// Goes on at `hublet`'s host, if it is one of HubSpot's and another than `used`. The token must go nowhere else, so a base
    /// URL that is not HubSpot's stays.
    func move(to hublet: String, from used: String) -> Bool {
        guard let moved = Self.baseURL(of: hublet, insteadOf: used) else { return false }
        baseURL.withLock { $0 = moved }
        return true
    }

    static func baseURL(of hublet: String, insteadOf used: String) -> String? {
        let isHublet =
            (2...8).contains(hublet.utf8.count) && hublet.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isHublet, used.hasPrefix("https://api"), used.hasSuffix(".hubapi.com") else { return nil }
        let moved = "https://api-\(hublet.lowercased()).hubapi.com"
        return moved == used ? nil : moved
    }
}
