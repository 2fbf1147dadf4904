import Foundations

/// Makes owners: people and queues, live and archived, in no, one or two teams.
struct OwnerGenerator {
    let seed: UInt64

    func owners(count: Int) -> [Owner] {
        var random = SeededGenerator(seed: seed, 77)
        return (0..<count).map { index in owner(index, &random) }
    }

    private func owner(_ index: Int, _ random: inout SeededGenerator) -> Owner {
        let isQueue = index % 9 == 4
        let created = random.number(in: 1_514_764_800_000...1_700_000_000_000)
        return Owner(
            id: String(51_000 + index * 3), type: isQueue ? "QUEUE" : "PERSON",
            email: isQueue ? nil : "owner\(index)@example.com",
            firstName: isQueue ? "Queue" : random.pick(AdversarialText.firstNames),
            lastName: isQueue ? "" : random.pick(AdversarialText.lastNames),
            userID: isQueue ? nil : Int64(700 + index),
            createdAt: Timestamp(microseconds: created * 1000),
            updatedAt: Timestamp(microseconds: (created + random.number(in: 0...50_000_000_000)) * 1000),
            isArchived: index % 4 == 3, teams: Self.teams(random.below(3), &random))
    }

    private static func teams(_ count: Int, _ random: inout SeededGenerator) -> [Owner.Team] {
        let first = random.below(names.count)
        return (0..<count).map { offset in
            let position = (first + offset) % names.count
            return Owner.Team(id: String(60 + position), name: names[position], isPrimary: offset == 0)
        }
    }

    private static let names = ["North", "South \"Süd\"", "業務一部", "Ops, night shift"]
}
