public import Foundations

/// A list of records; HubSpot's pages call it a segment since 2025.
public struct SegmentList: Sendable, Hashable {
    /// The list's id.
    public var id: Int64
    /// The id in the former contact lists API, where HubSpot still says it.
    public var classicID: Int64?
    /// The name shown in HubSpot.
    public var name: String
    /// `MANUAL`, `DYNAMIC` or `SNAPSHOT` (HubSpot's `processingType`).
    public var listType: String?
    /// `COMPLETE`, `PROCESSING`, …
    public var processingStatus: String?
    /// The type of its records.
    public var objectTypeID: ObjectTypeID?
    /// Records in it, as HubSpot counts them.
    public var size: Int64?
    /// When it was made.
    public var createdAt: Timestamp?
    /// When its definition last changed.
    public var updatedAt: Timestamp?
    /// When its filters last changed.
    public var filtersUpdatedAt: Timestamp?
    /// When it was deleted; such a list can be restored for 90 days.
    public var deletedAt: Timestamp?
    /// The user who made it.
    public var createdByID: String?

    /// A list with an id and a name; everything else is optional and set afterwards.
    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// One record in a list.
public struct ListMembership: Sendable, Hashable {
    /// The record; its type is the list's.
    public var objectID: Int64
    /// When it came into the list.
    public var joinedAt: Timestamp?

    /// A membership; see the properties.
    public init(objectID: Int64, joinedAt: Timestamp?) {
        self.objectID = objectID
        self.joinedAt = joinedAt
    }
}
