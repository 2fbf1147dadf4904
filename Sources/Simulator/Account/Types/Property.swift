import Foundations

/// A property definition as HubSpot's properties API shows it, and how its values are made.
struct Property: Sendable {
    /// Which of the type's properties it is; part of what decides its values, and kept for good.
    var number: UInt64
    var name: String
    var label: String
    var type: String
    var fieldType: String
    var kind: ValueKind
    /// The share of records that have a value.
    var fill = 0.6
    var group: String
    var description = ""
    var options: [Option] = []
    var isHidden = false
    var isCalculated = false
    var isHubSpotDefined = false
    var hasUniqueValue = false
    var hasExternalOptions = false
    var referencedObjectType: String?
    var sensitivity = Sensitivity.none
    var displayOrder: Int64 = -1
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var archivedAt: Timestamp?

    var isArchived: Bool { archivedAt != nil }

    /// One choice of an enumeration.
    struct Option: Sendable {
        var label: String
        var value: String
        var isHidden = false
    }

    /// HubSpot's `dataSensitivity`.
    enum Sensitivity: String, Sendable {
        case none = "non_sensitive"
        case sensitive
        case highly = "highly_sensitive"
    }
}
