import Avro

/// A file of the current snapshot with what decides whether deletes apply to it.
struct LiveFile: Sendable, Hashable {
    var file: DataFile
    /// The spec that the file's partition follows.
    var spec: PartitionSpec
    /// The commit that its rows count as written by.
    var sequenceNumber: Int64

    /// Files of one slot share the spec and the partition.
    var slot: Slot { Slot(specID: spec.id, partition: file.partition) }
}

/// One partition under one spec.
struct Slot: Sendable, Hashable {
    var specID: Int32
    var partition: [AvroValue]
}

/// The files of the current snapshot, or of one partition of it.
struct LiveFiles: Sendable, Hashable {
    var data: [LiveFile] = []
    var deletes: [LiveFile] = []
}
