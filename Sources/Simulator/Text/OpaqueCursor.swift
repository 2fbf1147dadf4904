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
}
