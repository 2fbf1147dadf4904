import Foundation
import Foundations

/// What a table's snapshot holds, as the run that made it wrote into the snapshot's summary (`hublake.cursor`).
///
/// The summary belongs to the snapshot, so a rollback rewinds the cursor, and a snapshot of another engine has none.
struct TableCursor: Sendable, Hashable, Codable {
    /// Name of the table property and of the summary entry.
    static let property = "hublake.cursor"

    /// The run that made the snapshot.
    var run: RunID?
    /// Digest of the rows by partition; `""` for a table without partitions.
    var digests: [String: String]

    /// No cursor.
    init() { digests = [:] }

    /// Reads the entry; anything else than a cursor counts as none, which costs one rewrite and loses nothing.
    init(_ text: String?) {
        guard let text, let cursor = try? JSONDecoder().decode(TableCursor.self, from: Data(text.utf8)) else {
            self.init()
            return
        }
        self = cursor
    }

    /// The cursor after `parts` were committed.
    func replacing(_ parts: [WrittenRows], run: RunID, everything: Bool) -> TableCursor {
        var next = everything ? TableCursor() : self
        for part in parts { next.digests[part.partition ?? ""] = part.digest }
        next.run = run
        return next
    }

    /// The entry's text; the same cursor always gives the same text.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
