import CRM
import Foundations
import Parquet

@testable import Tables

let readingTime = Timestamp(microseconds: 1_764_064_800_000_000)

func property(_ name: String, _ type: String = "string", isArchived: Bool = false) -> PropertyDefinition {
    PropertyDefinition(name: name, label: name, type: type, fieldType: "text", isArchived: isArchived)
}

extension ObjectType {
    static let contacts = ObjectType(
        id: .contacts, name: "contact", fullyQualifiedName: "CONTACT", pluralName: "contacts",
        singularLabel: "Contact", pluralLabel: "Contacts", lastModifiedProperty: "lastmodifieddate")
    static let deals = ObjectType(
        id: .deals, name: "deal", fullyQualifiedName: "DEAL", pluralName: "deals", singularLabel: "Deal",
        pluralLabel: "Deals")

    static func custom(_ number: Int, name: String, plural: String) -> ObjectType {
        ObjectType(
            id: ObjectTypeID(rawValue: "2-\(number)"), name: name, fullyQualifiedName: "p1_\(name)", pluralName: nil,
            singularLabel: name, pluralLabel: plural)
    }
}

extension ObjectsTable {
    /// A table of contacts with the given properties.
    init(
        contacts properties: [PropertyDefinition], assigned: [ColumnAssignment] = [],
        settings: TableSettings = TableSettings()
    ) {
        self.init(
            type: .contacts, names: TableNames.assign([.contacts]), properties: properties, assigned: assigned,
            settings: settings)
    }

    /// One row per value of the property `name`.
    func batch(_ name: String, _ values: [String?], counting counts: inout ConversionCounts) -> ColumnBatch {
        let records = values.enumerated().map {
            Record(id: Int64($0 + 1), createdAt: nil, updatedAt: nil, values: [$1])
        }
        return batch(
            for: RecordPage(propertyNames: [name], records: records), ingestedAt: readingTime, counting: &counts)
    }

    func batch(_ name: String, _ values: [String?]) -> ColumnBatch {
        var counts = ConversionCounts()
        return batch(name, values, counting: &counts)
    }

    func column(of property: String) -> String? {
        assignments.last { $0.property == property && $0.isColumn }?.column
    }

    var columnNames: [String] { definition.columns.map(\.name) }
}

extension ColumnBatch {
    func strings(_ name: String) -> [String?]? { self[name].map { vector in (0..<rowCount).map(vector.string) } }

    func doubles(_ name: String) -> [Double?]? { values(name, \.doubles) }

    func int64s(_ name: String) -> [Int64?]? { values(name, \.int64s) }

    func int32s(_ name: String) -> [Int32?]? { values(name, \.int32s) }

    func booleans(_ name: String) -> [Bool?]? { values(name, \.booleans) }

    private func values<Value>(_ name: String, _ path: KeyPath<ColumnVector, [Value]>) -> [Value?]? {
        self[name].map { vector in (0..<rowCount).map { vector.isNull($0) ? nil : vector[keyPath: path][$0] } }
    }
}

/// Whether Athena, Glue and every SQL engine take the name unquoted as far as its characters and length go.
func isIdentifier(_ name: String) -> Bool {
    (1...120).contains(name.utf8.count)
        && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}
