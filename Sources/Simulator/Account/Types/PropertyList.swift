import Foundations

/// A growing list of a type's property definitions, each with its own number and dates.
struct PropertyList {
    private(set) var properties: [Property] = []
    private let group: String
    private let idNumber: Int64

    init(group: String, idNumber: Int64) {
        self.group = group
        self.idNumber = idNumber
    }

    mutating func add(
        _ name: String, _ label: String, _ type: String, _ fieldType: String, _ kind: ValueKind, fill: Double = 0.6,
        _ refine: (inout Property) -> Void = { _ in }
    ) {
        let number = properties.count
        let created = Timestamp.milliseconds(1_540_000_000_000 + idNumber * 1_000_003 + Int64(number) * 60_007)
        var property = Property(
            number: UInt64(number), name: name, label: label, type: type, fieldType: fieldType, kind: kind, fill: fill,
            group: group, displayOrder: Int64(number % 5) - 1, createdAt: created,
            updatedAt: created.adding(seconds: Int64(number) * 3_600))
        if number % 4 == 1 { property.description = "What \"\(label)\" means;\nin two lines." }
        if type == "bool" {
            property.options = [.init(label: "Yes", value: "true"), .init(label: "No", value: "false")]
        }
        refine(&property)
        properties.append(property)
    }

    mutating func add(
        _ name: String, _ label: String, _ type: String, _ fieldType: String, choice: [String], fill: Double = 0.6,
        _ refine: (inout Property) -> Void = { _ in }
    ) {
        add(name, label, type, fieldType, .choice(choice), fill: fill) { property in
            property.options = Self.options(choice)
            refine(&property)
        }
    }

    mutating func add(
        _ name: String, _ label: String, _ type: String, _ fieldType: String, choices: [String],
        _ refine: (inout Property) -> Void = { _ in }
    ) {
        add(name, label, type, fieldType, .choices(choices)) { property in
            property.options = Self.options(choices)
            refine(&property)
        }
    }

    /// Names that need folding, clash after it, are longer than a column may be, or look like a reserved prefix.
    mutating func addAwkwardNames() {
        let long = String(repeating: "a_very_long_property_name_", count: 6).prefix(139)
        for (name, type, kind) in [
            ("Score-A", "number", ValueKind.number), ("score_a", "string", .phrase), ("SCORE_A", "number", .integer),
            ("score.a", "string", .phrase), ("2nd_phone", "string", .phone), ("straße", "string", .phrase),
            ("客戶等級", "string", .phrase), ("unparsed_annualrevenue", "string", .phrase),
            ("with space", "string", .phrase),
            ("select", "string", .phrase), ("\(long)x", "string", .phrase), ("\(long)y", "number", .integer),
        ] {
            add(name, "Label of \(name)", type, type == "number" ? "number" : "text", kind)
        }
    }

    static func options(_ values: [String]) -> [Property.Option] {
        values.enumerated().map { order, value in
            Property.Option(label: value.prefix(1).uppercased() + value.dropFirst(), value: value, isHidden: order == 3)
        }
    }
}

extension Property {
    /// Marks the definition archived, a day after its last change.
    mutating func archive() { archivedAt = updatedAt.adding(seconds: 86_400) }
}
