public import Foundations

/// One record's current values.
public struct Record: Sendable, Hashable {
    /// Unique inside its object type only.
    public var id: Int64
    /// When it was made.
    public var createdAt: Timestamp?
    /// HubSpot's last-modified of the record, as returned with the values.
    public var updatedAt: Timestamp?
    /// Whether the record is archived.
    public var isArchived: Bool
    /// When it was archived.
    public var archivedAt: Timestamp?
    /// One value per name of the page's ``RecordPage/propertyNames``, in that order. Nil and the empty string both occur:
    /// HubSpot answers null (or leaves the key out) for a value never set and `""` for a cleared one.
    public var values: [String?]
    /// Changes of the values, newest first within each property; empty unless history was asked for.
    public var history: [PropertyHistoryEntry] = []

    /// A record; see the properties.
    public init(
        id: Int64, createdAt: Timestamp?, updatedAt: Timestamp?, isArchived: Bool = false,
        archivedAt: Timestamp? = nil, values: [String?]
    ) {
        self.id = id
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.isArchived = isArchived
        self.archivedAt = archivedAt
        self.values = values
    }
}

/// Some records of one type, all with the same requested properties.
public struct RecordPage: Sendable, Hashable {
    /// The requested properties; each record's values stand in this order.
    public var propertyNames: [String]
    /// The records, in HubSpot's order.
    public var records: [Record]
    /// Values that HubSpot sent for properties nobody asked for; they are not in the records.
    public var unrequestedValues: Int
    /// Texts in which an unpaired surrogate was replaced by U+FFFD.
    public var repairedTexts: Int
    /// Records that were listed but gone when their values were read: deleted or merged away meanwhile.
    public var vanishedRecords = 0
    /// Records that were listed but whose values HubSpot refused for another reason; they may still exist.
    public var unreadRecords = 0

    /// A page; see the properties.
    public init(propertyNames: [String], records: [Record], unrequestedValues: Int = 0, repairedTexts: Int = 0) {
        self.propertyNames = propertyNames
        self.records = records
        self.unrequestedValues = unrequestedValues
        self.repairedTexts = repairedTexts
    }
}
