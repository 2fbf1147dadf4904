/// The ordered faults that are still to come.
struct FaultList: Sendable {
    private struct Entry {
        var rule: FaultRule
        var seen = 0
        var struck = 0
    }

    private var entries: [Entry] = []

    mutating func add(_ rule: FaultRule) { entries.append(Entry(rule: rule)) }

    /// The fault that strikes the call, if one does: the first rule that matches and is due. Whether a random one strikes follows from
    /// the seed and the call's number.
    mutating func strike(method: String, target: String, seed: UInt64, number: UInt64) -> FaultRule? {
        for index in entries.indices {
            let rule = entries[index].rule
            guard rule.path.isEmpty || target.contains(rule.path), rule.method == nil || rule.method == method else {
                continue
            }
            entries[index].seen += 1
            guard entries[index].seen > rule.after, entries[index].struck < rule.times else { continue }
            if let share = rule.share {
                var random = SeededGenerator(seed: seed, 10, UInt64(index), number)
                guard random.chance(share) else { continue }
            }
            entries[index].struck += 1
            return rule
        }
        return nil
    }

    /// The rules with how often each has struck.
    var json: JSON {
        .array(
            entries.map { entry in
                .fields([
                    "path": .string(entry.rule.path), "kind": .string(entry.rule.kind.rawValue),
                    "times": .integer(Int64(entry.rule.times)),
                    "share": entry.rule.share.map { .string(String($0)) }, "after": .integer(Int64(entry.rule.after)),
                    "seen": .integer(Int64(entry.seen)), "struck": .integer(Int64(entry.struck)),
                ])
            })
    }
}
