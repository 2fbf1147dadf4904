import Foundation
import Foundations
import ObjectStore

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
    /// By list of more than one page: HubSpot's cursor before the members who came last.
    var tails: [String: String]?
    /// Key of the file that holds the cursor, where it is longer than a table's property may be.
    var file: String?

    /// Bytes of the longest cursor that stands in the table itself.
    static let longest = 4_096

    /// By partition: how far its first load is, while that is not finished.
    var loads: [String: LoadPosition]?

    /// Whether it says of no rows where they come from.
    var isBlank: Bool { digests.isEmpty && through == nil && loads == nil }

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
        if let tails = parts.compactMap(\.tails).last { next.tails = tails }
        next.run = run
        next.file = nil
        return next
    }

    /// The entry's text; the same cursor always gives the same text.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

// MARK: - Long cursors

extension TableCursor {
    /// Reads the entry, or the file that it names. A file that is gone counts as no cursor.
    init(_ text: String?, from store: any ObjectStore) async throws {
        self.init(text)
        guard let file else { return }
        let run = run
        self.init(try await store.find(file).map { String(decoding: $0.body, as: UTF8.self) })
        self.run = run
        self.file = file
    }

    /// The entry's text; a long cursor's is the name of a file in `store` that is written here.
    func text(keptIn store: any ObjectStore) async throws -> String {
        let text = try text()
        guard text.utf8.count > Self.longest else { return text }
        var entry = TableCursor()
        entry.run = run
        entry.file = try await StateFile.keep(Array(text.utf8), in: store)
        return try entry.text()
    }
}

/// Up to where a source was read, and as what.
struct SourcePosition: Sendable, Hashable {
    /// All changes before this moment are in the rows.
    var through: Timestamp
    /// ``PropertyFingerprint`` of the properties that were read.
    var shape: String
}
