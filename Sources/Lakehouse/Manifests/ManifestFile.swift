/// A manifest's line in a manifest list.
struct ManifestFile: Sendable, Hashable {
    enum Content: Int32, Sendable {
        case data = 0
        case deletes = 1
    }

    /// Absolute path.
    var path: String
    var byteCount: Int64
    var specID: Int32
    var content: Content = .data
    /// The commit that wrote the manifest.
    var sequenceNumber: Int64
    /// The lowest data sequence number of its live files.
    var minSequenceNumber: Int64
    var addedSnapshotID: Int64
    var addedFiles = Tally()
    var existingFiles = Tally()
    var deletedFiles = Tally()
    /// One per partition field; nil where the writer gave none.
    var partitions: [PartitionSummary]?
    var keyMetadata: [UInt8]?

    struct Tally: Sendable, Hashable {
        var files: Int64 = 0
        var rows: Int64 = 0

        mutating func count(_ file: DataFile) {
            files += 1
            rows += Int64(file.recordCount)
        }
    }

    /// The files that a reader of the manifest sees.
    var live: Tally {
        Tally(files: addedFiles.files + existingFiles.files, rows: addedFiles.rows + existingFiles.rows)
    }
}

/// The range of one partition field over a manifest's files.
struct PartitionSummary: Sendable, Hashable {
    var containsNull = false
    var containsNaN: Bool?
    var lower: [UInt8]?
    var upper: [UInt8]?

    /// Over text values, of which nil is null.
    init(texts: [String?]) {
        let values = texts.compactMap { $0.map { Array($0.utf8) } }
        containsNull = values.count < texts.count
        containsNaN = false
        lower = values.min { $0.lexicographicallyPrecedes($1) }
        upper = values.max { $0.lexicographicallyPrecedes($1) }
    }

    init(containsNull: Bool, containsNaN: Bool?, lower: [UInt8]?, upper: [UInt8]?) {
        self.containsNull = containsNull
        self.containsNaN = containsNaN
        self.lower = lower
        self.upper = upper
    }

    /// Whether a file of the manifest may have this text as its value.
    func mayContain(_ text: String) -> Bool {
        guard let lower, let upper else { return true }
        let value = Array(text.utf8)
        return !value.lexicographicallyPrecedes(lower) && !upper.lexicographicallyPrecedes(value)
    }
}
