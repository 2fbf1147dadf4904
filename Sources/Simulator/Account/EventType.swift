import Foundations

/// A type of events: HubSpot's own, of which the API tells only the name, or one that the account defined.
struct EventType: Sendable {
    /// Which of the account's event types it is; decides its made values.
    var number: UInt64
    /// `6-1203001`; for HubSpot's own the id that public sources give, if any. The API shows ids of defined types only.
    var id: String?
    /// `e_visited_page`, `pe4242_demo_booked`.
    var fullyQualifiedName: String
    var name: String
    var label: String
    var description: String?
    /// The type of the records that do it.
    var typeID = "0-1"
    var properties: [Property] = []
    var isDefined = false
    /// False for types of which nothing ever happened.
    var occurs = true
    var archivedAt: Timestamp?
    var createdAt: Timestamp = .milliseconds(1_620_000_000_000)
    var updatedAt: Timestamp = .milliseconds(1_720_000_000_321)

    /// All event types that the API names, the never used ones too.
    static func all(portalID: Int64) -> [EventType] {
        let own = hubSpotNames.enumerated().map { index, entry in
            EventType(
                number: UInt64(index), id: entry.id, fullyQualifiedName: entry.name,
                name: String(entry.name.dropFirst(2)), label: entry.name, properties: sketched(entry.properties),
                occurs: !entry.properties.isEmpty)
        }
        let defined = definedTypes.enumerated().map { index, entry in
            var type = EventType(
                number: UInt64(500 + index), id: "6-\(1_203_001 + index * 7)",
                fullyQualifiedName: "pe\(portalID)_\(entry.name)", name: entry.name, label: entry.label,
                description: index.isMultiple(of: 2) ? "Sent when \"\(entry.label)\" happens." : nil,
                typeID: entry.typeID, properties: sketched(entry.properties), isDefined: true,
                occurs: !entry.properties.isEmpty)
            if entry.name == "old_signup" { type.archivedAt = .milliseconds(1_730_000_000_000) }
            return type
        }
        return own + defined
    }

    private static let hubSpotNames: [(name: String, id: String?, properties: [PropertySketch])] = [
        (
            "e_visited_page", "4-96000",
            [
                .address("hs_url"), .text("hs_title"), .text("hs_referrer"), .text("hs_utm_source"), .text("hs_city"),
                .choice("hs_country", "tw", "jp", "de"),
            ]
        ),
        (
            "e_ad_interaction", "4-1553675",
            [.text("hs_ad_campaign_name"), .choice("hs_ad_network", "GOOGLE", "LINKEDIN")]
        ),
        ("e_mb_media_played", "4-675783", [.text("hs_media_name"), .choice("hs_media_state", "STARTED", "VIEWED")]),
        ("e_v2_contact_enrolled_in_sequence", "4-675777", [.whole("hs_sequence_id"), .text("hs_sequence_name")]),
        ("e_v2_contact_finished_sequence", "4-675778", []),
        ("e_document_viewed_v2", nil, [.text("hs_document_name"), .number("hs_view_seconds")]),
        ("e_document_shared_v2", nil, []), ("e_cookie_banner_clicked", nil, []), ("e_cookie_banner_viewed", nil, []),
        ("e_call_mentioned_keyword", nil, []), ("e_ad_metrics_imported_v0", nil, []),
    ]

    private static let definedTypes: [(name: String, label: String, typeID: String, properties: [PropertySketch])] = [
        ("demo_booked", "Demo booked", "0-1", [.text("plan"), .number("seats"), .moment("slot"), .flag("is_trial")]),
        ("preis_geaendert", "Preis geändert", "0-3", [.money("old_price"), .money("new_price"), .date("valid_from")]),
        ("visited-Shop.2", "Visited shop", "0-1", [.text("Item-ID"), .text("item_id"), .body("basket")]),
        (
            "pet_adopted", "Pet adopted", TypeCatalogue.petID,
            [.text("shelter"), .choices("papers", "chip", "vaccine", "名簿")]
        ),
        ("old_signup", "Old signup", "0-1", [.text("form")]),
        ("never_sent", "Never sent", "0-1", []),
    ]

    private static func sketched(_ sketches: [PropertySketch]) -> [Property] {
        var list = PropertyList(group: "event_properties", idNumber: 6)
        for sketch in sketches {
            list.add(sketch.name, sketch.label, sketch.type, sketch.fieldType, sketch.kind, fill: sketch.fill) {
                if !sketch.options.isEmpty { $0.options = PropertyList.options(sketch.options) }
            }
        }
        return list.properties
    }
}

extension PropertySketch {
    fileprivate static func address(_ name: String) -> PropertySketch {
        .init(name: name, type: "string", fieldType: "text", kind: .domain, fill: 1)
    }
}

/// One occurrence of an event. Its values are made when they are asked for.
struct EventOccurrence: Sendable {
    /// Its position in the making, and in paging among those of one millisecond.
    var number: UInt64
    var objectID: Int64
    var occurredAt: Timestamp
    /// For an occurrence that a change sent: its own id and values.
    var sent: Sent?

    struct Sent: Sendable {
        var id: String
        var properties: [String: String]
    }

    /// True when this one comes first in the API's order: newest first.
    static func isBefore(_ left: EventOccurrence, _ right: EventOccurrence) -> Bool {
        (right.occurredAt, right.number) < (left.occurredAt, left.number)
    }
}

extension Account {
    /// The occurrence's id: unique inside its type.
    func id(of event: EventOccurrence, _ type: EventType) -> String {
        event.sent?.id ?? SeededGenerator.uuid(seed: maker.seed, 700 + type.number, event.number)
    }

    /// The occurrence's values by name, those that it has.
    func values(of event: EventOccurrence, _ type: EventType) -> [(name: String, value: String)] {
        if let sent = event.sent { return sent.properties.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
        return type.properties.compactMap { property in
            maker.value(property, typeNumber: 1 << 40 + type.number, row: event.number).map { (property.name, $0) }
        }
    }
}
