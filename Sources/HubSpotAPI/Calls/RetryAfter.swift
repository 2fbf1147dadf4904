import Foundations
import HTTP

/// The wait that an answer asks for.
///
/// Source: RFC 9110, sections 10.2.3 (`Retry-After`: seconds or a date) and 5.6.7 (the date's form).
enum RetryAfter {
    /// Nil if the answer does not say, or not in a form that there is. A date is measured against the answer's own `Date` where
    /// it has one, since our clock may differ from HubSpot's.
    static func duration(_ answer: HTTPResponse, at now: Timestamp) -> Duration? {
        guard let text = answer.header("Retry-After") else { return nil }
        if let seconds = Int64(text) { return .seconds(min(max(0, seconds), 31_536_000)) }
        guard let until = moment(text) else { return nil }
        let sent = answer.header("Date").flatMap(moment) ?? now
        return .microseconds(max(0, until.microseconds - sent.microseconds))
    }

    /// `Wed, 25 Nov 2026 10:00:00 GMT`.
    static func moment(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2, parts[4].utf8.count == 8,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(iso8601: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
