import Foundations

/// An object type of the account: how it may be named in a path, its properties and its pipelines.
struct ObjectType: Sendable {
    /// `0-1`, `2-3456789`.
    var id: String
    /// `contact`; for a custom type the schema's name.
    var name: String
    /// `contacts`; for a custom type the lower-case plural label.
    var plural: String
    /// `CONTACT`, `p4242_pet`.
    var fullyQualifiedName: String
    var singularLabel: String
    var pluralLabel: String
    /// The object part of the type's scopes: `contacts`, `custom`.
    var scope: String
    var lastModifiedName: String
    var createdName: String
    /// What HubSpot returns when no properties are asked for.
    var defaultProperties: [String]
    var properties: [Property]
    var pipelines: [Pipeline] = []
    /// Any one of them lets the records be read; empty for the scope that follows from `scope`.
    var otherReadScopes: [String] = []
    /// Contracts have no search.
    var isSearchable = true
    /// Only custom types have one.
    var schema: Schema?

    /// What a custom type's schema says beyond its names.
    struct Schema: Sendable {
        var description: String
        var primaryDisplayProperty: String
        var secondaryDisplayProperties: [String]
        var requiredProperties: [String]
        var searchableProperties: [String]
        var createdAt: Timestamp
        var updatedAt: Timestamp
    }

    var isCustom: Bool { schema != nil }

    /// Any one of them lets the records be read.
    var readScopes: [String] { otherReadScopes.isEmpty ? ["crm.objects.\(scope).read"] : otherReadScopes }

    /// Any one of them lets the definitions be read.
    var definitionScopes: [String] { ["crm.schemas.\(scope).read"] + readScopes }

    /// A number that stands for the type in seeded choices.
    var number: UInt64 { UInt64(id.split(separator: "-").last.flatMap { UInt64($0) } ?? 0) }

    /// True when the path segment names this type: singular, plural, id or fully qualified name.
    func isNamed(_ segment: String) -> Bool {
        segment == id || segment == name || segment == plural || segment == fullyQualifiedName
            || segment.lowercased() == fullyQualifiedName.lowercased()
    }

    /// The live definition of that name; archived ones are as good as unknown to record calls.
    func liveProperty(_ name: String) -> Property? { properties.first { $0.name == name && !$0.isArchived } }
}

/// A pipeline and its stages.
struct Pipeline: Sendable {
    var id: String
    var label: String
    var displayOrder: Int64
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var stages: [Stage]

    struct Stage: Sendable {
        var id: String
        var label: String
        var displayOrder: Int64
        /// `probability`, `isClosed`: strings both.
        var metadata: [(name: String, value: String)]
    }
}
