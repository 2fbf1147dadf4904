/// The state that a commit builds on, as far as it needs to know it.
struct CommitBase: Sendable {
    var metadata: TableMetadata
    var version: Int
    /// Absolute path of the metadata file.
    var metadataPath: String
    /// The current snapshot's manifests.
    var manifests: [LoadedManifest] = []

    /// A manifest, with its entries where ``CommitPlan/entriesNeeded(of:for:in:)`` asked for them.
    struct LoadedManifest: Sendable {
        var file: ManifestFile
        var content: Manifest?
    }
}
