import Foundations

/// One value that a property had, from a moment on.
struct HistoryEntry: Sendable, Equatable {
    /// Nil for a value that a change has taken away; history shows it as `""`, like a cleared one.
    var value: String?
    var timestamp: Timestamp
    var source: ChangeSource
}

/// Who or what set a value, in the words of HubSpot's property history.
struct ChangeSource: Sendable, Equatable {
    /// `CRM_UI`, `API`, `IMPORT`, …: an open set.
    var type: String
    var id: String?
    var label: String?
    var userID: Int64?

    /// What changes through the control endpoint are said to come from.
    static let user = ChangeSource(type: "CRM_UI", id: "userId:701", userID: 701)
    static let merge = ChangeSource(type: "MERGE_OBJECTS", id: "userId:702", userID: 702)
    static let calculation = ChangeSource(type: "CALCULATED")
    static let migration = ChangeSource(type: "MIGRATION")

    /// What made values are said to come from.
    static let made = [
        user, ChangeSource(type: "API", id: "4711"),
        ChangeSource(type: "INTEGRATION", id: "112233", label: "Shop \"sync\""),
        ChangeSource(type: "IMPORT", id: "i-88", label: "leads, 客戶.csv", userID: 700),
        ChangeSource(type: "FORM", id: "f-1", label: "Contact us"),
        ChangeSource(type: "AUTOMATION_PLATFORM", id: "enrollmentId:5;actionExecutionIndex:0"),
        ChangeSource(type: "A_SOURCE_OF_TOMORROW"), migration,
    ]
}

/// What changes have done to a record since the account was made. Few records have one.
struct RecordStory: Sendable {
    /// The last-modified time before the first change: where the made history ends.
    var madeUntil: Timestamp
    /// The times of later changes, newest first.
    var updates: [Timestamp] = []
    /// The values that changes have set, by the property's number, newest first; they stand before the made ones.
    var edits: [UInt64: [HistoryEntry]] = [:]
    /// The records that were merged into this one, in the order of precedence.
    var absorbed: [Absorbed] = []

    struct Absorbed: Sendable {
        var record: Record
        var at: Timestamp
    }

    /// Sets a value; the same value at the same moment is no second entry.
    mutating func set(_ property: Property, to value: String?, at moment: Timestamp, by source: ChangeSource) {
        let entry = HistoryEntry(value: value, timestamp: moment, source: source)
        let earlier = edits[property.number] ?? []
        let isRepeated = earlier.first.map { $0.timestamp == moment && ($0.value ?? "") == (value ?? "") } ?? false
        edits[property.number] = isRepeated ? [entry] + earlier.dropFirst() : [entry] + earlier
    }
}

extension Record {
    /// The story so far, or a new one.
    var currentStory: RecordStory { story ?? RecordStory(madeUntil: updatedAt) }

    /// Moves last-modified to `moment`.
    mutating func touch(at moment: Timestamp) {
        var story = currentStory
        if story.updates.first != moment { story.updates.insert(moment, at: 0) }
        self.story = story
        updatedAt = moment
    }

    /// The ids of all records that were merged into this one, directly or through another.
    var absorbedIDs: [Int64] { (story?.absorbed ?? []).flatMap { [$0.record.id] + $0.record.absorbedIDs } }
}
