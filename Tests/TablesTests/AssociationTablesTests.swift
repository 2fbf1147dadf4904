import CRM
import Foundations
import Parquet
import Testing

@testable import Tables

@Suite struct AssociationTablesTests {
    private let toDeals = AssociationPair(from: .contacts, to: .deals)
    private let toContacts = AssociationPair(from: .deals, to: .contacts)
    private let itself = AssociationPair(from: .contacts, to: .contacts)

    private var names: TableNames {
        TableNames.assign([.contacts, .deals], pairs: [toDeals, toContacts, itself])
    }

    @Test("each direction is a table of its own, with the singulars in its key")
    func directions() throws {
        let there = try #require(AssociationsTable(pair: toDeals, names: names)).definition
        let back = try #require(AssociationsTable(pair: toContacts, names: names)).definition
        #expect(there.name == "associations_contacts_to_deals")
        #expect(back.name == "associations_deals_to_contacts")
        #expect(
            there.primaryKey == ["contact_objectid", "deal_objectid", "associationcategory", "associationtypeid"])
        #expect(back.primaryKey == ["deal_objectid", "contact_objectid", "associationcategory", "associationtypeid"])
    }

    @Test("a type's associations with itself tell from and to apart")
    func selfPair() throws {
        let table = try #require(AssociationsTable(pair: itself, names: names)).definition
        #expect(table.columns.prefix(2).map(\.name) == ["from_contact_objectid", "to_contact_objectid"])
    }

    @Test("B011: endpoints keep all their digits; two types between two records are two rows")
    func rows() throws {
        let table = try #require(AssociationsTable(pair: toDeals, names: names))
        let ids: (from: Int64, to: Int64) = (9_007_199_254_740_993, 9_007_199_254_740_995)
        let batch = table.batch(
            for: [
                Association(fromID: ids.from, toID: ids.to, category: .hubSpotDefined, typeID: 4, label: nil),
                Association(fromID: ids.from, toID: ids.to, category: .userDefined, typeID: 37, label: "Buyer"),
            ], ingestedAt: readingTime)
        #expect(batch.int64s("contact_objectid") == [ids.from, ids.from])
        #expect(batch.int64s("deal_objectid") == [ids.to, ids.to])
        #expect(batch.strings("combinedassociationtypeid") == ["0-4", "2-37"])
        #expect(batch.strings("associationcategory") == ["HUBSPOT_DEFINED", "USER_DEFINED"])
        #expect(batch.strings("label") == [nil, "Buyer"])
        #expect(batch.booleans("ismainassociationdefinition") == [nil, nil])
        #expect(batch.int64s("ingestedat") == [readingTime.microseconds, readingTime.microseconds])
    }

    @Test("an association definition says its pair, and null where the API is silent")
    func definitions() {
        let table = AssociationDefinitionsTable()
        let batch = table.batch(
            for: [AssociationDefinition(pair: toDeals, category: .integratorDefined, typeID: 9, label: "Partner")],
            ingestedAt: readingTime)
        #expect(table.definition.primaryKey == ["category", "id", "fromobjecttypeid", "toobjecttypeid"])
        #expect(batch.strings("combinedassociationtypeid") == ["1-9"])
        #expect(batch.strings("fromobjecttypeid") == ["0-1"])
        #expect(batch.strings("toobjecttypeid") == ["0-3"])
        #expect(batch.int64s("inverseid") == [nil])
        #expect(batch.strings("cardinality") == [nil])
    }
}
