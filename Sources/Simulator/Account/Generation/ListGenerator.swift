import Foundations

/// Makes lists of the three kinds: one of all contacts, one that is empty, one that has been deleted.
struct ListGenerator {
    let seed: UInt64
    let account: Account

    func lists(count: Int) -> [SegmentList] { (0..<count).map(list) }

    private func list(_ index: Int) -> SegmentList {
        var random = SeededGenerator(seed: seed, 600, UInt64(index))
        let type = account.types[[0, 1, 0, 2, 3][index % 5] % account.types.count]
        let kind = ["DYNAMIC", "MANUAL", "SNAPSHOT"][index % 3]
        let created = random.number(in: 1_600_000_000_000...1_700_000_000_000)
        let changed = random.number(in: created...1_750_000_000_000)
        var list = SegmentList(
            id: Int64(11 + index * 4), name: name(index, &random), processingType: kind, typeID: type.id,
            createdAt: .milliseconds(created), updatedAt: .milliseconds(changed),
            filtersUpdatedAt: kind == "MANUAL" ? nil : .milliseconds(changed))
        if index == 4 { list.deletedAt = list.updatedAt }
        if index == 7 { list.processingStatus = "PROCESSING" }
        let share = index == 0 ? 1 : index == 2 ? 0 : 0.1 + Double(random.below(60)) / 100
        for record in account.table(type).live.prefix(20_000) where random.chance(share) {
            let joined = random.chance(0.3) ? changed : random.number(in: created...1_764_547_200_000)
            list.add(record.id, at: .milliseconds(joined))
        }
        return list
    }

    private func name(_ index: Int, _ random: inout SeededGenerator) -> String {
        let stem = ["Everybody", "Newsletter \"A\"", "Nobody", "大口客戶", "Old"][index % 5]
        return "\(index). \(stem) \(random.pick(AdversarialText.words))"
    }
}
