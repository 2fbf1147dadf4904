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
    /// Digest of the rows by partition; `""` for a table without partitions. A partition that was changed row by row has none.
    var digests: [String: String]
    /// By partition: the moment before which all changes are in the rows, in epoch milliseconds.
    var through: [String: Int64]?
    /// By partition: ``PropertyFingerprint`` of what the rows were made from.
    var shapes: [String: String]?

    /// By partition: how far its first load is, while that is not finished.
    var loads: [String: LoadPosition]?

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

    /// The moment before which all changes of `partition` are in the table; nil where only a full read can tell.
    func through(_ partition: String?) -> Timestamp? {
        through?[partition ?? ""].flatMap { Timestamp(milliseconds: $0) }
    }

    /// The fingerprint of what the rows of `partition` were made from.
    func shape(_ partition: String?) -> String? { shapes?[partition ?? ""] }

    /// How far the first load of `partition` is; nil where none is under way.
    func load(_ partition: String?) -> LoadPosition? { loads?[partition ?? ""] }

    /// Whether `partition` was ever written.
    func holds(_ partition: String) -> Bool {
        digests[partition] != nil || through?[partition] != nil || load(partition) != nil
    }

    /// The cursor after `parts` were committed.
    func replacing(_ parts: [WrittenRows], run: RunID, everything: Bool) -> TableCursor {
        var next = everything ? TableCursor() : self
        for part in parts {
            let key = part.partition ?? ""
            next.digests[key] = part.digest
            if let load = part.load {
                next.loads = next.loads ?? [:]
                next.loads?[key] = load
            } else if !part.isAddition {
                next.loads?[key] = nil
            }
            guard let position = part.position else { continue }
            next.through = next.through ?? [:]
            next.through?[key] = position.through.milliseconds
            next.shapes = next.shapes ?? [:]
            next.shapes?[key] = position.shape
            next.loads?[key] = nil
        }
        if next.loads?.isEmpty == true { next.loads = nil }
        next.run = run
        return next
    }

    /// Bytes that the text may have; table formats are made for short properties.
    static let byteLimit = 4_096

    /// The entry's text; the same cursor always gives the same text.
    ///
    /// Of a table of very many types it leaves out what only saves work: without a digest rows are written again, without the position
    /// of a first load it begins anew.
    func text() throws -> String {
        var cursor = self
        var text = try cursor.wholeText()
        if text.utf8.count > Self.byteLimit {
            cursor.digests = [:]
            text = try cursor.wholeText()
        }
        if text.utf8.count > Self.byteLimit {
            cursor.loads = nil
            text = try cursor.wholeText()
        }
        return text
    }

    private func wholeText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// Up to where a source was read, and as what.
struct SourcePosition: Sendable, Hashable {
    /// All changes before this moment are in the rows.
    var through: Timestamp
    /// ``PropertyFingerprint`` of the properties that were read.
    var shape: String
}
