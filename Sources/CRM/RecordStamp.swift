public import Foundations

/// What a search says of a record: enough to know whether its values were read already.
public struct RecordStamp: Sendable, Hashable {
    /// The record.
    public var id: Int64
    /// When HubSpot last changed it, as the answer says; nil where it does not.
    public var updatedAt: Timestamp?

    /// A stamp; see the properties.
    public init(id: Int64, updatedAt: Timestamp?) {
        self.id = id
        self.updatedAt = updatedAt
    }
}
