public import Foundations

/// One change of a property's value, as `propertiesWithHistory` returns it.
public struct PropertyHistoryEntry: Sendable, Hashable {
    /// The property's name.
    public var property: String
    /// The value from then on; `""` where it was cleared.
    public var value: String
    /// When it changed.
    public var timestamp: Timestamp
    /// What changed it: `CRM_UI`, `API`, `IMPORT`, `FORM`, …; an open set.
    public var sourceType: String?
    /// The source's own id.
    public var sourceID: String?
    /// The source's label.
    public var sourceLabel: String?
    /// The user who changed it.
    public var updatedByUserID: Int64?

    /// An entry; see the properties.
    public init(
        property: String, value: String, timestamp: Timestamp, sourceType: String? = nil, sourceID: String? = nil,
        sourceLabel: String? = nil, updatedByUserID: Int64? = nil
    ) {
        self.property = property
        self.value = value
        self.timestamp = timestamp
        self.sourceType = sourceType
        self.sourceID = sourceID
        self.sourceLabel = sourceLabel
        self.updatedByUserID = updatedByUserID
    }
}
