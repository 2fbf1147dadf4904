import CRM
import Foundation
import Testing

@testable import Tables

@Suite struct EventNamesTests {
    private func type(_ name: String) -> EventType { EventType(id: name, fullyQualifiedName: name) }

    @Test(
        "HubSpot's prefix is dropped once and says who defined the type",
        arguments: [
            ("e_visited_page", "visited_page", "hubspot"), ("pe4242_demo_booked", "demo_booked", "portal"),
            ("ae77_synced", "synced", "integrator"), ("pe1_e_thing", "e_thing", "portal"),
            ("e_pe1_thing", "pe1_thing", "hubspot"), ("pe_thing", "pe_thing", nil), ("event", "event", nil),
            ("e_", "e_", nil), ("pe1_", "pe1_", nil), ("e1_x", "e1_x", nil), ("", "", nil),
        ] as [(String, String, String?)])
    func prefixes(name: String, stem: String, metaType: String?) {
        #expect(EventTypeName(name).stem == stem)
        #expect(EventTypeName(name).metaType == metaType)
    }

    @Test("an event's table is its name without the prefix, folded as HubSpot's share does")
    func folding() {
        let names = TableNames.assign([], events: [type("pe1_Social Media Flow - Pro"), type("e_visited_page")])
        #expect(names[type("e_visited_page")] == "events_visited_page")
        #expect(names[type("pe1_Social Media Flow - Pro")] == "events_social_media_flow___pro")
        #expect(names[type("e_other")] == nil)
    }

    @Test("of names that become equal, HubSpot's own stays plain, whatever the order")
    func clashes() {
        let events = ["pe1_visited_page", "e_visited_page", "pe1_a-b", "pe1_a_b"].map(type)
        let names = TableNames.assign([], events: events)
        #expect(names[events[0]] == "events_visited_page_f7eaacef")
        #expect(names[events[1]] == "events_visited_page")
        #expect(names[events[2]] == "events_a_b_71941fd3")
        #expect(names[events[3]] == "events_a_b")
        #expect(TableNames.assign([], events: events.reversed()) == names)
    }

    @Test("a name once given stays: a later type does not take it, and an id found later changes nothing")
    func stable() {
        let first = TableNames.assign([], events: [type("pe1_demo")])
        let known = EventType(id: "6-12345", fullyQualifiedName: "pe1_demo")
        let second = TableNames.assign([], events: [type("e_demo"), known], earlier: first)
        #expect(second[known] == "events_demo")
        #expect(Array(second.events.prefix(1)) == first.events)
        #expect(second[type("e_demo")] != "events_demo")
    }

    @Test("B042: the names of event tables end at 120 bytes")
    func limits() {
        let long = String(repeating: "n", count: 200)
        let names = TableNames.assign([], events: [type("pe1_\(long)a"), type("pe1_\(long)b")])
        #expect(Set(names.events.map(\.table)).count == 2)
        #expect(names.events.map(\.table).allSatisfy(isIdentifier))
    }

    @Test("names that were kept before event types had any are read")
    func earlierCatalog() throws {
        let json = #"{"types":[{"objectTypeID":"0-1","plural":"contacts","singular":"contact"}],"pairs":[]}"#
        let names = try JSONDecoder().decode(TableNames.self, from: Data(json.utf8))
        #expect(names == TableNames.assign([.contacts]))
        let more = TableNames.assign([.contacts], events: [type("e_visited_page")], earlier: names)
        let written = try JSONEncoder().encode(more)
        #expect(try JSONDecoder().decode(TableNames.self, from: written) == more)
    }

    @Test("HubSpot's own event types have the ids that readers of its share know; the others go by their name")
    func knownIDs() {
        #expect(KnownEventTypes.id(of: "e_visited_page") == "4-96000")
        #expect(KnownEventTypes.id(of: "e_opened_email_v2") == "4-666440")
        #expect(KnownEventTypes.id(of: "e_reported_spam_email_v2") == "e_reported_spam_email_v2")
        let ids = Array(KnownEventTypes.ids.values)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.hasPrefix("4-") && Int64($0.dropFirst(2)) != nil })
    }

    @Test("each kind of marketing e-mail event has a table of its own, with the recipient")
    func marketingEmails() {
        let types = MarketingEmailEventKind.allCases.map(\.eventType)
        let names = TableNames.assign([], events: types)
        #expect(
            types.prefix(7).map { names[$0] } == [
                "events_hs_scheduled_email_v2", "events_mta_delivered_email_v2", "events_opened_email_v2",
                "events_clicked_link_in_email_v2", "events_mta_bounced_email_v2", "events_reported_spam_email_v2",
                "events_updated_email_subscription_status_v2",
            ])
        #expect(Set(names.events.map(\.table)).count == MarketingEmailEventKind.allCases.count)
        #expect(MarketingEmailEventKind(rawValue: "CLICK")?.eventType.id == "4-666288")
        for type in types {
            #expect(EventsTable(type: type, names: names).definition.columns.map(\.name).contains("property_recipient"))
        }
    }
}
