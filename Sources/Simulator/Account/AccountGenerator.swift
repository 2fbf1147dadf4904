import Foundations

/// Makes the account that the settings describe.
struct AccountGenerator {
    private let settings: SimulatorSettings
    private let portalID: Int64 = 4_242

    init(_ settings: SimulatorSettings) { self.settings = settings }

    func account() -> Account {
        let owners = OwnerGenerator(seed: settings.seed).owners(count: settings.owners)
        let types = TypeCatalogue(
            portalID: portalID, ownerIDs: owners.map(\.id), wideProperties: settings.wideProperties
        ).types
        let counts = [settings.contacts, settings.companies, settings.deals, settings.custom]
        let tables = Dictionary(
            uniqueKeysWithValues: zip(types, counts).map { type, count in (type.id, records(of: type, count: count)) })
        return Account(
            portalID: portalID, types: types, tables: tables,
            associations: AssociationGenerator(seed: settings.seed, types: types, tables: tables).associations(),
            owners: owners, maker: ValueMaker(seed: settings.seed, misfitShare: settings.misfitShare))
    }

    /// `count` live records and some archived ones between them. The last few live ids are beyond 2^53, where JavaScript's
    /// and JSON's numbers end.
    private func records(of type: ObjectType, count: Int) -> RecordTable {
        var random = SeededGenerator(seed: settings.seed, type.number, 1)
        let archivedCount = count == 0 ? 0 : max(3, count / 20)
        var live: [Record] = []
        var archived: [Record] = []
        live.reserveCapacity(count)
        var id: Int64 = 100
        for row in 0..<(count + archivedCount) {
            id += random.number(in: 1...9)
            var record = self.record(id: id, row: UInt64(row), &random)
            let isArchived =
                archived.count < archivedCount
                && (live.count == count || row % max(2, (count + archivedCount) / archivedCount) == 1)
            if isArchived {
                record.archivedAt = Timestamp(
                    microseconds: record.updatedAt.microseconds + random.number(in: 1...86_400_000) * 1000)
                archived.append(record)
            } else {
                let fromEnd = count - live.count
                if count >= 10, fromEnd <= Self.hugeIDs.count { record.id = Self.hugeIDs[Self.hugeIDs.count - fromEnd] }
                live.append(record)
            }
        }
        archived.sort { $0.id < $1.id }
        return RecordTable(live: live, archived: archived)
    }

    private static let hugeIDs: [Int64] = [9_007_199_254_740_993, 9_007_199_254_740_995, 9_100_000_000_000_000_001]

    /// Made between 2018 and 2025; three in ten share the last-modified millisecond of a bulk edit.
    private func record(id: Int64, row: UInt64, _ random: inout SeededGenerator) -> Record {
        let created = random.number(in: 1_514_764_800_000...1_735_689_600_000)
        let updated =
            random.chance(0.3) ? Self.bulkEdit : max(created, random.number(in: created...1_764_547_200_000))
        return Record(
            id: id, row: row, createdAt: Timestamp(microseconds: created * 1000),
            updatedAt: Timestamp(microseconds: max(created, updated) * 1000))
    }

    /// 2025-06-01T03:00:00.123Z, after every creation.
    private static let bulkEdit: Int64 = 1_748_746_800_123
}
