import Testing

@testable import HubSpotAPI

@Suite("HubSpotAPIVersion")
struct HubSpotAPIVersionTests {
    @Test("maps each family to its dated and to its legacy path")
    func paths() {
        let families: [((HubSpotAPIVersion) -> Endpoint, String, String)] = [
            ({ $0.accountDetails }, "/account-info/2026-03/details", "/account-info/v3/details"),
            ({ $0.customObjectSchemas }, "/crm-object-schemas/2026-03/schemas", "/crm-object-schemas/v3/schemas"),
            ({ $0.owners }, "/crm/owners/2026-03", "/crm/v3/owners"),
            ({ $0.properties(of: "contacts") }, "/crm/properties/2026-03/contacts", "/crm/v3/properties/contacts"),
            ({ $0.pipelines(of: "deals") }, "/crm/pipelines/2026-03/deals", "/crm/v3/pipelines/deals"),
            ({ $0.records(of: "2-7") }, "/crm/objects/2026-03/2-7", "/crm/v3/objects/2-7"),
            (
                { $0.recordBatchRead(of: "deals") }, "/crm/objects/2026-03/deals/batch/read",
                "/crm/v3/objects/deals/batch/read"
            ),
            (
                { $0.associationBatchRead(from: "0-1", to: "0-2") }, "/crm/associations/2026-03/0-1/0-2/batch/read",
                "/crm/v4/associations/0-1/0-2/batch/read"
            ),
            (
                { $0.associationLabels(from: "0-1", to: "0-2") }, "/crm/associations/2026-03/0-1/0-2/labels",
                "/crm/v4/associations/0-1/0-2/labels"
            ),
            ({ $0.search("deals") }, "/crm/objects/2026-03/deals/search", "/crm/v3/objects/deals/search"),
            ({ $0.listSearch }, "/crm/lists/2026-03/search", "/crm/v3/lists/search"),
            (
                { $0.memberships(of: 5) }, "/crm/lists/2026-03/5/memberships/join-order",
                "/crm/v3/lists/5/memberships/join-order"
            ),
            ({ $0.recordCounts }, "/crm/limits/2026-03/records", "/crm/v3/limits/records"),
            ({ $0.objectLibrary }, "/crm/object-library/2026-03/enablement", "/crm/v3/object-library/enablement"),
            (
                { $0.dailyUsage }, "/account-info/2026-03/api-usage/daily/private-apps",
                "/account-info/v3/api-usage/daily/private-apps"
            ),
            ({ $0.eventOccurrences }, "/events/event-occurrences/2026-03", "/events/v3/events"),
            ({ $0.eventTypes }, "/events/event-occurrences/2026-03/event-types", "/events/v3/events/event-types"),
            ({ $0.eventDefinitions }, "/events/2026-03/event-definitions", "/events/v3/event-definitions"),
        ]
        for (endpoint, dated, legacy) in families {
            #expect(endpoint(.standard).path == dated)
            #expect(endpoint(.legacy).path == legacy)
        }
    }

    @Test("encodes what stands in a path, and counts under a template without it")
    func encoding() {
        let endpoint = HubSpotAPIVersion.dated("2026-09-beta").properties(of: "a/b é?")
        #expect(endpoint.path == "/crm/properties/2026-09-beta/a%2Fb%20%C3%A9%3F")
        #expect(endpoint.template == "/crm/properties/{version}/{type}")
    }

    @Test("event definitions moved with 2026-09")
    func definitions() {
        #expect(HubSpotAPIVersion.dated("2026-09").eventDefinitions.path == "/events/custom/2026-09/event-definitions")
    }

    @Test("only associations draw on the association budget")
    func budgets() {
        #expect(HubSpotAPIVersion.standard.associationLabels(from: "0-1", to: "0-2").budget == .associations)
        #expect(HubSpotAPIVersion.standard.associationBatchRead(from: "0-1", to: "0-2").budget == .associations)
        #expect(HubSpotAPIVersion.standard.search("deals").budget == .search)
        #expect(HubSpotAPIVersion.standard.recordBatchRead(of: "deals").budget == .general)
    }
}
