import Foundations

/// Makes the account that the settings describe.
struct AccountGenerator {
    private let settings: SimulatorSettings
    private let start: Timestamp
    private let portalID: Int64 = 4_242

    /// `start` is the simulation's first moment: archived records were archived in the 80 days before its day.
    init(_ settings: SimulatorSettings, start: Timestamp = .milliseconds(1_795_600_000_000)) {
        self.settings = settings
        self.start = start
    }

    func account() -> Account {
        let owners = OwnerGenerator(seed: settings.seed).owners(count: settings.owners)
        let types = TypeCatalogue(
            portalID: portalID, ownerIDs: owners.map(\.id), wideProperties: settings.wideProperties,
            standard: StandardType.all.filter { settings.everything > 0 || count(of: $0) != nil },
            custom: CustomType.all(settings.customTypes - 1)
        ).types
        let tables = Dictionary(
            uniqueKeysWithValues: types.map { type in (type.id, records(of: type, count: count(of: type))) })
        var account = Account(
            portalID: portalID, types: types, tables: tables,
            associations: AssociationGenerator(seed: settings.seed, types: types, tables: tables).associations(),
            owners: owners, maker: ValueMaker(seed: settings.seed, misfitShare: settings.misfitShare))
        merge(in: &account)
        account.lists = ListGenerator(seed: settings.seed, account: account).lists(
            count: settings.lists ?? (settings.everything > 0 ? 9 : 0))
        addEvents(to: &account)
        return account
    }

    private func count(of type: ObjectType) -> Int {
        if let count = settings.records.first(where: { type.isNamed($0.key) })?.value { return count }
        switch type.id {
        case "0-1": return settings.contacts
        case "0-2": return settings.companies
        case "0-3": return settings.deals
        case TypeCatalogue.petID: return settings.custom
        default:
            let base = StandardType.all.first { $0.id == type.id }?.count ?? 15
            return base * max(1, settings.everything)
        }
    }

    private func count(of type: StandardType) -> Int? {
        [type.id, type.name, type.plural].compactMap { settings.records[$0] }.first
    }

    /// Merges that happened before the start: chains too, every other one into a new record.
    private func merge(in account: inout Account) {
        let count = settings.merges ?? (settings.everything > 0 ? 3 : 0)
        for type in account.types where ["0-1", "0-2", "0-3", "0-5"].contains(type.id) {
            let live = account.table(type).live.map(\.id)
            var survivor: Int64?
            for number in 0..<count where live.count > 12 + 2 * count {
                let primary = number % 3 == 2 ? survivor ?? live[4] : live[4 + 2 * number]
                survivor = account.merge(
                    primary: primary, absorbed: live[5 + 2 * number], of: type, intoNew: number % 2 == 1,
                    at: .milliseconds(1_764_600_000_000 + Int64(number) * 3_600_000))
            }
        }
        account.past = []
    }

    private func addEvents(to account: inout Account) {
        let count = settings.events ?? 60 * settings.everything
        let emailCount = settings.emailEvents ?? 150 * settings.everything
        if count > 0 {
            let generator = EventGenerator(seed: settings.seed, account: account)
            account.eventTypes = EventType.all(portalID: portalID)
            account.occurrences = generator.occurrences(of: account.eventTypes, count: count)
        }
        account.emailEvents = EmailEventGenerator(seed: settings.seed, account: account).events(count: emailCount)
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
                // The same choice as always, stretched over 80 days before the day of the start.
                let before = random.number(in: 1...86_400_000) * 80
                record.archivedAt = .milliseconds(start.milliseconds / 86_400_000 * 86_400_000 - before)
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
