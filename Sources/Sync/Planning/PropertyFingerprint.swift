import CRM
import Foundations

/// Tells whether a table's rows were made from the properties that a run would read now.
///
/// A property that was created after the rows were read is no reason to read all records again: setting its value moves the
/// record's modified time. A calculated one is: HubSpot fills it without a trace.
struct PropertyFingerprint: Sendable, Hashable {
    private let properties: [PropertyDefinition]

    /// - Parameters:
    ///   - requested: the names that are read.
    ///   - definitions: the type's definitions.
    init(requested: [String], definitions: [PropertyDefinition]) {
        let wanted = Set(requested)
        properties = definitions.filter { wanted.contains($0.name) && !$0.isArchived }.sorted { $0.name < $1.name }
    }

    /// The text for properties that rows hold when they are read now.
    var text: String { Self.text(properties) }

    /// Whether rows that were read up to `position` still have all their values, and no others.
    ///
    /// A property that was deleted and made again has none of its old values, which its time of creation tells. A run that still has
    /// the definitions of an earlier one may have moved the position past that time.
    func admits(_ position: SourcePosition) -> Bool {
        position.shape == Self.text(properties.filter { !isYounger($0, position.through) })
    }

    private func isYounger(_ property: PropertyDefinition, _ moment: Timestamp) -> Bool {
        guard property.isCalculated != true, let created = property.createdAt else { return false }
        return created >= moment
    }

    /// FNV-1a over names, types and times of creation: stable between runs and machines.
    private static func text(_ properties: [PropertyDefinition]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for property in properties {
            let created = property.createdAt.map { String($0.microseconds) } ?? ""
            for byte in "\(property.name)\u{0}\(property.type)\u{0}\(created)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return String(hash, radix: 16)
    }
}
