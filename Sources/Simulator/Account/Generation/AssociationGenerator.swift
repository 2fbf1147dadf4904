/// Makes the association types of all pairs and the links between live records. Ids of HubSpot's own types are the published ones.
struct AssociationGenerator {
    let seed: UInt64
    let types: [ObjectType]
    let tables: [String: RecordTable]

    /// Both directions of a pair, their kinds in the same order: a link has the same mask on either side.
    struct Pair {
        var from: String
        var to: String
        var forward: [AssociationKind]
        var backward: [AssociationKind]
        /// The position of "Primary", of which a record on the from side has at most one.
        var primary: Int?
        /// How many targets the first from-record and the first to-record are given, so that answers have to be paged.
        var hubTargets: Int
    }

    func associations() -> [TypePair: AssociationTable] {
        var result: [TypePair: AssociationTable] = [:]
        for (number, pair) in pairs.enumerated() {
            if pair.from == pair.to {
                result[TypePair(from: pair.from, to: pair.to)] = within(pair, number: UInt64(number))
                continue
            }
            var forward = AssociationTable(kinds: pair.forward)
            var backward = AssociationTable(kinds: pair.backward)
            link(pair, number: UInt64(number)) { from, to, mask in
                forward.add(from: from, to: to, mask: mask)
                backward.add(from: to, to: from, mask: mask)
            }
            result[TypePair(from: pair.from, to: pair.to)] = forward
            result[TypePair(from: pair.to, to: pair.from)] = backward
        }
        return result
    }

    /// The associations among records of one type: `backward` says which kind of `forward` each one is from the other side.
    private func within(_ pair: Pair, number: UInt64) -> AssociationTable {
        let inverse = pair.backward.map { kind in pair.forward.firstIndex(of: kind) ?? 0 }
        var table = AssociationTable(kinds: pair.forward, inverse: inverse)
        link(pair, number: number) { from, to, mask in
            guard from != to else { return }
            table.add(from: from, to: to, mask: mask)
            table.add(from: to, to: from, mask: table.inverted(mask))
        }
        return table
    }

    private func link(_ pair: Pair, number: UInt64, _ add: (Int64, Int64, UInt32) -> Void) {
        let sources = tables[pair.from]?.live ?? []
        let targets = tables[pair.to]?.live ?? []
        guard let firstSource = sources.first, let firstTarget = targets.first else { return }
        var random = SeededGenerator(seed: seed, 500, number)
        for source in sources.dropFirst() {
            let count = random.chance(0.25) ? 0 : 1 + random.below(3)
            for position in 0..<count {
                add(source.id, targets[random.below(targets.count)].id, mask(pair, isFirst: position == 0, &random))
            }
        }
        for target in targets.prefix(pair.hubTargets) {
            add(firstSource.id, target.id, mask(pair, isFirst: false, &random))
        }
        for source in sources.prefix(pair.hubTargets) {
            add(source.id, firstTarget.id, mask(pair, isFirst: false, &random))
        }
    }

    /// The plain type always; "Primary" only for a record's first target; labels now and then, several at once too.
    private func mask(_ pair: Pair, isFirst: Bool, _ random: inout SeededGenerator) -> UInt32 {
        pair.forward.indices.reduce(UInt32(1)) { mask, position in
            let isSet = position == pair.primary ? isFirst : random.chance(0.15)
            return position > 0 && isSet ? mask | 1 << UInt32(position) : mask
        }
    }

    private var pairs: [Pair] { first + others }

    private var others: [Pair] {
        let present = Set(types.map(\.id))
        let isWhole = present.contains("0-5")
        return (isWhole ? Pair.standard : []).filter { present.contains($0.from) && present.contains($0.to) }
            + types.filter { $0.isCustom && $0.id != TypeCatalogue.petID }.enumerated().flatMap {
                Pair.custom($1.id, $0)
            }
    }

    private var first: [Pair] {
        [
            Pair(
                from: "0-1", to: "0-2",
                forward: [
                    .hubSpot(279), .hubSpot(1, "Primary"), .user(152, "Installer"), .user(154, "Billing contact"),
                    .user(156, "顧問 \"advisor\""), .integrator(158, "Synced"),
                ],
                backward: [
                    .hubSpot(280), .hubSpot(2, "Primary"), .user(153, "Installed by"), .user(155, "Billing contact"),
                    .user(157, "顧問 \"advisor\""), .integrator(159, "Synced"),
                ], primary: 1, hubTargets: 1_300),
            Pair(
                from: "0-1", to: "0-3", forward: [.hubSpot(4), .user(21, "Decision maker")],
                backward: [.hubSpot(3), .user(22, "Decision maker")], primary: nil, hubTargets: 700),
            Pair(
                from: "0-3", to: "0-2", forward: [.hubSpot(341), .hubSpot(5, "Primary"), .user(31, "Partner")],
                backward: [.hubSpot(342), .hubSpot(6, "Primary"), .user(32, "Partner")], primary: 1, hubTargets: 520),
            Pair(
                from: TypeCatalogue.petID, to: "0-1",
                forward: [.user(41), .user(43, "Owned by"), .user(45, "Walked by")],
                backward: [.user(42), .user(44, "Owner of"), .user(46, "Walks")], primary: nil, hubTargets: 600),
        ]
    }
}

extension AssociationKind {
    static func hubSpot(_ typeID: Int64, _ label: String? = nil) -> AssociationKind {
        AssociationKind(category: "HUBSPOT_DEFINED", typeID: typeID, label: label)
    }

    static func user(_ typeID: Int64, _ label: String? = nil) -> AssociationKind {
        AssociationKind(category: "USER_DEFINED", typeID: typeID, label: label)
    }

    static func integrator(_ typeID: Int64, _ label: String? = nil) -> AssociationKind {
        AssociationKind(category: "INTEGRATOR_DEFINED", typeID: typeID, label: label)
    }
}
