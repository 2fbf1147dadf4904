import CRM
import Foundations
import HubSpotAPI
import Tables
import Testing

@testable import Sync

@Suite("SyncPlan")
struct SyncPlanTests {
    private let refusal: Foundations.Failure = {
        var failure = Failure(.authorization, "cannot read deals", why: "status 403", remedy: "Add the scope.")
        failure.missingPermissions = ["crm.objects.deals.read"]
        return failure
    }()

    private func discovery(refusing refused: [ObjectTypeID] = []) -> Discovery {
        var discovery = Discovery()
        discovery.types = StandardObjectTypes.all.filter {
            [.contacts, .companies, .deals].contains($0.id)
        }
        let label = { AssociationDefinition(pair: $0, category: .hubSpotDefined, typeID: 1, label: nil) }
        for from in discovery.types.map(\.id) {
            if refused.contains(from) { discovery.refusals[from] = refusal } else { discovery.properties[from] = [] }
            for to in discovery.types.map(\.id) where to != from {
                let pair = AssociationPair(from: from, to: to)
                if refused.contains(from) || refused.contains(to) {
                    discovery.refusedPairs[pair] = refusal
                } else {
                    discovery.definitions[pair] = [label(pair)]
                }
            }
        }
        return discovery
    }

    @Test("a type that may not be read takes out its own table and its pairs, by name and with the scope")
    func refusedType() {
        let plan = SyncPlan(discovery(refusing: [.deals]), settings: SyncSettings(), earlier: TableNames())
        #expect(
            Set(plan.skipped.map(\.table)) == [
                "objects_deals", "associations_contacts_to_deals", "associations_deals_to_contacts",
                "associations_companies_to_deals", "associations_deals_to_companies",
            ])
        #expect(plan.skipped.allSatisfy { $0.missingScopes == ["crm.objects.deals.read"] && $0.kind == .authorization })
        #expect(plan.tableNames.contains("objects_contacts"))
        #expect(plan.tableNames.contains("property_definitions"))
        #expect(!plan.tableNames.contains("objects_deals"))
    }

    @Test("a refused type that nobody asked for is not worth a word")
    func unselectedRefusal() {
        let settings = SyncSettings(tablePatterns: ["objects_contacts"])
        let plan = SyncPlan(discovery(refusing: [.deals]), settings: settings, earlier: TableNames())
        #expect(plan.skipped.isEmpty)
        #expect(plan.tableNames == ["objects_contacts"])
    }

    @Test("records are read only where a selected table needs them")
    func needs() {
        let settings = SyncSettings(tablePatterns: ["associations_contacts_to_deals"])
        let plan = SyncPlan(discovery(), settings: settings, earlier: TableNames())
        #expect(plan.needsRecords(of: .contacts))
        #expect(!plan.needsRecords(of: .deals))
        #expect(!plan.needsRecords(of: .companies))
    }

    @Test("a pattern that fits nothing is reported")
    func unmatched() {
        let settings = SyncSettings(tablePatterns: ["object_contacts"])
        let plan = SyncPlan(discovery(), settings: settings, earlier: TableNames())
        #expect(plan.tableNames.isEmpty)
        #expect(plan.warnings.contains { $0.contains("object_contacts") })
    }
}
