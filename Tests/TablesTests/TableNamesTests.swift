import CRM
import Testing

@testable import Tables

@Suite struct TableNamesTests {
    @Test("B027: custom types called like standard ones have tables of their own, in any letter case")
    func standardNamesTaken() {
        let names = TableNames.assign([
            .custom(777, name: "deals", plural: "deals"), .custom(778, name: "Contacts", plural: "Contacts"), .contacts,
            .deals,
        ])
        #expect(names[.contacts]?.table == "objects_contacts")
        #expect(names[.deals]?.table == "objects_deals")
        #expect(names[ObjectTypeID(rawValue: "2-777")]?.table == "objects_deals_14687938")
        #expect(names[ObjectTypeID(rawValue: "2-778")]?.table == "objects_contacts_b450645d")
    }

    @Test("B029 and B031: the plural label is folded; what is not ASCII gives way to the internal name")
    func folding() {
        let names = TableNames.assign([
            .custom(1, name: "pet", plural: "House Pets"), .custom(2, name: "chongwu", plural: "寵物"),
            .custom(3, name: "2-12345", plural: "***"),
        ])
        #expect(names.types.map(\.table) == ["objects_chongwu", "objects_house_pets", "objects_2_12345"])
        #expect(names.types.map(\.singular) == ["chongwu", "pet", "2_12345"])
    }

    @Test("a name once given stays when the label changes, and a later type does not take it")
    func stable() {
        let first = TableNames.assign([.custom(1, name: "pet", plural: "Pets")])
        let second = TableNames.assign(
            [.custom(1, name: "pet", plural: "Animals"), .custom(2, name: "pets", plural: "pets")], earlier: first)
        #expect(second.types.map(\.table) == ["objects_pets", "objects_pets_3be1d422"])
        #expect(first.types == Array(second.types.prefix(1)))
    }

    @Test("three types with one label have three tables, whatever their order")
    func sameLabel() {
        let types = (1...3).map { ObjectType.custom($0, name: "pet\($0)", plural: "Pets") }
        let names = TableNames.assign(types)
        #expect(Set(names.types.map(\.table)).count == 3)
        #expect(names[types[0].id]?.table == "objects_pets")
        #expect(names[types[1].id]?.table == "objects_pets_7dc1cd7e")
        #expect(TableNames.assign(types.reversed()) == names)
    }

    @Test("two types of one internal name have two column names in their pair's table")
    func sameSingular() {
        let other = ObjectType.custom(5, name: "contact", plural: "People")
        let pair = AssociationPair(from: .contacts, to: other.id)
        let names = TableNames.assign([.contacts, other], pairs: [pair])
        #expect(names[pair] == "associations_contacts_to_people")
        let table = AssociationsTable(pair: pair, names: names)
        #expect(table?.definition.columns.prefix(2).map(\.name) == ["contact_objectid", "contact_093e7d5f_objectid"])
    }

    @Test("pairs whose names run together have two tables")
    func ambiguousPairs() {
        let types = [("a", 1), ("b_to_c", 2), ("a_to_b", 3), ("c", 4)].map {
            ObjectType.custom($0.1, name: $0.0, plural: $0.0)
        }
        let pairs = [
            AssociationPair(from: types[0].id, to: types[1].id), AssociationPair(from: types[2].id, to: types[3].id),
        ]
        let names = TableNames.assign(types, pairs: pairs.reversed())
        #expect(names[pairs[0]] == "associations_a_to_b_to_c")
        #expect(names[pairs[1]] == "associations_a_to_b_to_c_ef39decc")
        #expect(TableNames.assign(types, pairs: pairs, earlier: names) == names)
    }

    @Test("B042: names of tables and key columns end at 120 bytes")
    func limits() throws {
        let long = String(repeating: "n", count: 200)
        let types = [
            ObjectType.custom(1, name: long + "a", plural: long + "a"),
            ObjectType.custom(2, name: long + "b", plural: long + "b"),
        ]
        let pairs = [
            AssociationPair(from: types[0].id, to: types[1].id), AssociationPair(from: types[1].id, to: types[0].id),
            AssociationPair(from: types[0].id, to: types[0].id),
        ]
        let names = TableNames.assign(types, pairs: pairs)
        let tables = names.types.map(\.table) + names.pairs.map(\.table)
        #expect(Set(tables).count == 5)
        #expect(tables.allSatisfy(isIdentifier))
        for pair in pairs {
            let table = try #require(AssociationsTable(pair: pair, names: names))
            #expect(table.definition.columns.map(\.name).allSatisfy(isIdentifier))
        }
    }

    @Test("pairs of types without a name are left out")
    func unknownTypes() {
        let names = TableNames.assign([.contacts], pairs: [AssociationPair(from: .contacts, to: .deals)])
        #expect(names.pairs.isEmpty)
    }
}
