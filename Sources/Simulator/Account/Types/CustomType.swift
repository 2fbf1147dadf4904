import Foundations

/// A custom type besides the pet.
struct CustomType: Sendable {
    var number: Int
    var name: String
    var singularLabel: String
    var pluralLabel: String
    var pipelines: [Pipeline] = []
    var properties: [PropertySketch]

    /// The custom types after the pet: names and labels that clash with a standard type's, are not ASCII, or need folding.
    static func all(_ count: Int) -> [CustomType] {
        Array(named.prefix(count)) + (named.count..<max(named.count, count)).map { generic($0) }
    }

    private static let named: [CustomType] = [
        .init(
            number: 3_456_790, name: "machine", singularLabel: "Machine", pluralLabel: "Machines",
            pipelines: [.steps("93000000", "Maintenance", ["Running", "In repair", "Scrapped"])],
            properties: [
                .text("serial"), .number("hours_run"), .moment("last_service"),
                .choices("parts", "pump", "belt", "motor"),
            ]),
        .init(
            number: 3_456_791, name: "ticket", singularLabel: "Ticket", pluralLabel: "Tickets",
            properties: [.text("seat"), .money("price"), .date("show_day")]),
        .init(
            number: 3_456_792, name: "vertrag_2", singularLabel: "Vertrag", pluralLabel: "Verträge & Co.",
            properties: [.text("titel"), .body("klauseln"), .flag("unterschrieben")]),
        .init(
            number: 3_456_793, name: "Contacts", singularLabel: "機器", pluralLabel: "機器",
            properties: [.text("name"), .whole("amount"), .moment("seen")]),
    ]

    private static func generic(_ index: Int) -> CustomType {
        .init(
            number: 3_456_790 + index, name: "thing_\(index)", singularLabel: "Thing \(index)",
            pluralLabel: "Things \(index)", properties: [.text("title"), .number("size"), .date("made_on")])
    }
}

extension Pipeline {
    /// A pipeline of plain stages, of which the last one is closed.
    static func steps(_ id: String, _ label: String, _ stages: [String]) -> Pipeline {
        Pipeline(
            id: id, label: label, displayOrder: 0, createdAt: .milliseconds(1_610_000_000_000),
            updatedAt: .milliseconds(1_680_000_000_123),
            stages: stages.enumerated().map { order, stage in
                Stage(
                    id: "\(id)-\(order)", label: stage, displayOrder: Int64(order),
                    metadata: [("isClosed", order == stages.count - 1 ? "true" : "false")])
            })
    }

    /// A ticket pipeline, whose stage ids are numbers and whose last stage is closed.
    static func tickets(_ id: String, _ label: String, _ stages: [String], from first: Int) -> Pipeline {
        Pipeline(
            id: id, label: label, displayOrder: id == "0" ? 0 : 1, createdAt: .milliseconds(1_590_000_000_000),
            updatedAt: .milliseconds(1_670_000_000_456),
            stages: stages.enumerated().map { order, stage in
                let isLast = order == stages.count - 1
                return Stage(
                    id: String(first + order), label: stage, displayOrder: Int64(order),
                    metadata: [("isClosed", String(isLast)), ("ticketState", isLast ? "CLOSED" : "OPEN")])
            })
    }
}
