public import CRM
public import Foundations
public import Parquet

/// What can become of a record beside changes of its values.
public enum LifeCycleEvent: String, Sendable, Hashable, CaseIterable {
    /// It was deleted and can be restored for 90 days.
    case archived
    /// It is live again.
    case restored
    /// It was absorbed by another record.
    case merged
    /// It was deleted for good, 90 days after it was archived.
    case expired
    /// It vanished otherwise: taken for a privacy deletion.
    case purged
}

/// One change of a record's state.
public struct LifeCycleChange: Sendable, Hashable {
    /// The record, by its id inside its type.
    public var objectID: Int64
    /// What became of it.
    public var event: LifeCycleEvent
    /// When, as exactly as ``isExact`` says.
    public var occurredAt: Timestamp
    /// Whether HubSpot stated the time; else it is the end of the window in which the change was found.
    public var isExact: Bool
    /// The record that absorbed it, the last one of a chain.
    public var mergedInto: Int64?

    /// A change; see the properties.
    public init(
        _ objectID: Int64, _ event: LifeCycleEvent, at occurredAt: Timestamp, isExact: Bool = false,
        mergedInto: Int64? = nil
    ) {
        self.objectID = objectID
        self.event = event
        self.occurredAt = occurredAt
        self.isExact = isExact
        self.mergedInto = mergedInto
    }
}

/// `object_lifecycle`: one row per change of a record's state, in any organisation. Rows are only added.
public struct ObjectLifeCycleTable: Sendable {
    private static let layout = RowLayout<(type: ObjectTypeID, change: LifeCycleChange)>(
        "object_lifecycle", "When records were archived, restored, merged or deleted for good.",
        partitionColumn: "objecttypeid",
        exactly: [
            .key("objecttypeid", "The record's object type.", text: { $0.type.rawValue }),
            .key("objectid", "The record's id, unique inside its object type.", number: { $0.change.objectID }),
            .key("event", "archived, restored, merged, expired or purged.", text: { $0.change.event.rawValue }),
            .key("occurredat", "When it happened.", time: { $0.change.occurredAt }),
            .flag("occurredatisexact", "Whether HubSpot states the time; else it is when the change was found.") {
                $0.change.isExact
            },
            .number("mergedintoobjectid", "The record that absorbed it; the last one of a chain of merges.") {
                $0.change.mergedInto
            },
            .ingestedAt,
        ])

    /// The table of all types.
    public init() {}

    /// The table, the same for all types; files hold one object type each.
    public var definition: TableDefinition { Self.layout.definition }

    /// The changes as rows.
    public func batch(for changes: [LifeCycleChange], of type: ObjectTypeID, ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: changes.lazy.map { (type: type, change: $0) }, ingestedAt: ingestedAt)
    }
}
