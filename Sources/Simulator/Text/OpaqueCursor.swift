import Foundation

/// The base64 cursors that HubSpot hands out for owners and associations; clients must not look inside.
enum OpaqueCursor {
    static func text(for offset: Int) -> String { Data(String(offset).utf8).base64EncodedString() }

    /// The offset that the cursor stands for; nil when it is none of ours.
    static func offset(of text: String) -> Int? {
        guard let data = Data(base64Encoded: text), let offset = Int(String(decoding: data, as: UTF8.self)), offset >= 0
        else { return nil }
        return offset
    }

    /// A cursor that stands for a place in an order, not for a count: rows may come and go before it.
    static func text(for parts: [Int64]) -> String {
        Data(parts.map(String.init).joined(separator: ":").utf8).base64EncodedString()
    }

    /// The place that the cursor stands for; nil when it is none of ours.
    static func place(of text: String, parts count: Int) -> [Int64]? {
        guard let data = Data(base64Encoded: text) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":").compactMap { Int64($0) }
        return parts.count == count ? parts : nil
    }
}
