/// A standard object type besides contacts, companies and deals: `hubspot-api.md` 8.6.
struct StandardType: Sendable {
    var id: String
    var name: String
    /// The path segment; HubSpot documents the id alone for some, and takes this too.
    var plural: String
    var singularLabel: String
    var pluralLabel: String
    /// Any one of them lets the records be read.
    var scopes: [String]
    var createdName = "createdate"
    /// Live records at `--everything 1`.
    var count: Int
    var pipelines: [Pipeline] = []
    var isSearchable = true
    var properties: [PropertySketch]
}

/// A property of a standard or custom type by its name and kind; everything else follows.
struct PropertySketch: Sendable {
    var name: String
    var type: String
    var fieldType: String
    var kind: ValueKind
    var options: [String] = []
    var fill = 0.7

    static func text(_ name: String) -> PropertySketch {
        .init(name: name, type: "string", fieldType: "text", kind: .phrase)
    }
    /// Long text, which dominates the volume of engagements.
    static func body(_ name: String) -> PropertySketch {
        .init(name: name, type: "string", fieldType: "textarea", kind: .paragraph)
    }
    static func number(_ name: String) -> PropertySketch {
        .init(name: name, type: "number", fieldType: "number", kind: .number)
    }
    static func money(_ name: String) -> PropertySketch {
        .init(name: name, type: "number", fieldType: "number", kind: .money)
    }
    static func whole(_ name: String) -> PropertySketch {
        .init(name: name, type: "number", fieldType: "number", kind: .integer)
    }
    static func flag(_ name: String) -> PropertySketch {
        .init(name: name, type: "bool", fieldType: "booleancheckbox", kind: .bool)
    }
    static func date(_ name: String) -> PropertySketch {
        .init(name: name, type: "date", fieldType: "date", kind: .date)
    }
    static func moment(_ name: String) -> PropertySketch {
        .init(name: name, type: "datetime", fieldType: "date", kind: .datetime)
    }
    static func choice(_ name: String, _ options: String...) -> PropertySketch {
        .init(name: name, type: "enumeration", fieldType: "select", kind: .choice(options), options: options)
    }
    static func choices(_ name: String, _ options: String...) -> PropertySketch {
        .init(name: name, type: "enumeration", fieldType: "checkbox", kind: .choices(options), options: options)
    }

    /// `hs_task_subject` → "Task subject".
    var label: String {
        let words = name.hasPrefix("hs_") ? name.dropFirst(3) : name[...]
        return words.prefix(1).uppercased() + words.dropFirst().replacing("_", with: " ")
    }
}
