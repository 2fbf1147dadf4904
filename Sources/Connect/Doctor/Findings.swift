/// The answers so far.
public struct Findings: Sendable, Hashable {
    private var answers: [Probe: ProbeAnswer] = [:]

    /// No answers.
    public init() {}

    /// The answer to `probe`; nil when it was not asked.
    public subscript(probe: Probe) -> ProbeAnswer? {
        get { answers[probe] }
        set { answers[probe] = newValue }
    }

    func granted(_ probe: Probe) -> Bool { answers[probe]?.isGranted ?? false }

    func refused(_ probe: Probe) -> Refusal? { answers[probe]?.refusal }

    /// Whether the role can be used, with the current external id or the next.
    var hasSession: Bool { granted(.assumeRole(.current)) || granted(.assumeRole(.next)) }

    /// The probes after which something is stored, in the order in which they are sent.
    private static let writes: [Probe] = [
        .dryPut(.inside), .putIfAbsent(again: false), .adopt, .put, .putIfAbsent(again: true), .putWithWrongChecksum,
    ]

    /// Whether the fixed key holds an object that this run may read and must remove.
    var hasWritten: Bool { Self.writes.contains(where: granted) }

    /// Ids of the versions that this run wrote or took over; `null` alone where the bucket has none.
    var writtenVersions: [String] {
        guard hasWritten else { return [] }
        var ids: [String] = []
        for id in Self.writes.compactMap({ answers[$0] }).filter(\.isGranted).map({ $0.versionID ?? "null" })
        where !ids.contains(id) {
            ids.append(id)
        }
        return ids
    }

    /// Whether the bucket keeps versions; nil when nothing was written.
    var isVersioned: Bool? { hasWritten ? writtenVersions != ["null"] : nil }

    /// The delete marker that deleting made.
    var deleteMarker: String? {
        guard let answer = answers[.delete(.inside)], answer.isGranted else { return nil }
        return answer.versionID
    }

    /// The versions to delete, the marker last: without it the object would come back.
    var versionsToDelete: [String] {
        let versions = writtenVersions
        guard let deleteMarker, !versions.contains(deleteMarker) else { return versions }
        return versions + [deleteMarker]
    }

    /// What this run leaves in the bucket.
    func leftBehind(_ subject: DoctorSubject) -> [LeftBehind] {
        var left = leftObjects(subject)
        if granted(.completeUpload), !granted(.removeUploaded(uploadedVersion)) {
            left.append(LeftBehind(key: subject.key, versionID: answers[.completeUpload]?.versionID))
        }
        if granted(.createUpload), !granted(.abortUpload), !granted(.completeUpload) {
            left.append(LeftBehind(key: subject.key, isUnfinishedUpload: true))
        }
        if granted(.dryPut(.outside)), !granted(.delete(.outside)) { left.append(LeftBehind(key: subject.outsideKey)) }
        return left
    }

    /// What is left of the object itself.
    func leftObjects(_ subject: DoctorSubject) -> [LeftBehind] {
        guard hasWritten else { return [] }
        let remaining = versionsToDelete.filter { !isGone(version: $0) }
        if isVersioned == true {
            return remaining.map { LeftBehind(key: subject.key, versionID: $0, isDeleteMarker: $0 == deleteMarker) }
        }
        return granted(.delete(.inside)) || remaining.isEmpty ? [] : [LeftBehind(key: subject.key)]
    }

    /// What to remove after the upload had to be finished; nil for the object itself, where versions may not be deleted.
    var uploadedVersion: String? {
        answers[.completeUpload]?.versionID ?? (granted(.deleteVersion("null")) ? "null" : nil)
    }

    private func isGone(version: String) -> Bool {
        granted(.deleteVersion(version)) || refused(.deleteVersion(version))?.kind == .noObject
    }
}

/// Something that the doctor wrote and could not remove.
public struct LeftBehind: Sendable, Hashable {
    /// Its key.
    public var key: String
    /// Its version; nil where the bucket has none.
    public var versionID: String?
    /// Whether it is a delete marker.
    public var isDeleteMarker = false
    /// Whether it is an upload that was begun and neither finished nor discarded.
    public var isUnfinishedUpload = false
}
