/// When the many small manifests that commits leave are written together, so that opening the table stays quick. Pure.
enum ManifestMerging {
    /// Small manifests of one kind at which they are merged.
    static let count = 24
    /// A manifest of this many bytes is no longer small.
    static let smallByteLimit: Int64 = 2 << 20

    /// Paths of the manifests to merge with the next commit.
    static func merged(_ manifests: [ManifestFile]) -> Set<String> {
        struct Kind: Hashable {
            var specID: Int32
            var content: ManifestFile.Content
        }
        let small = manifests.filter { $0.live.files > 0 && $0.byteCount < smallByteLimit }
        let kinds = Dictionary(grouping: small) { Kind(specID: $0.specID, content: $0.content) }
        return Set(kinds.values.filter { $0.count >= count }.joined().map(\.path))
    }
}
