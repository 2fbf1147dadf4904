/// What was called, and how it was answered.
struct CallTally: Sendable {
    private struct Key: Hashable {
        var endpoint: String
        var budget: String
        var status: Int
    }

    private var counts: [Key: Int] = [:]
    private var longestTarget = 0

    /// Counts a call; `status` 0 stands for a connection that was reset.
    mutating func count(_ endpoint: Endpoint?, status: Int, targetLength: Int) {
        let key = Key(
            endpoint: endpoint?.name ?? "unknown", budget: endpoint?.budget.rawValue ?? "none", status: status)
        counts[key, default: 0] += 1
        longestTarget = max(longestTarget, targetLength)
    }

    /// The counts: in all, by endpoint, by status, by budget, and each combination.
    var json: JSON {
        let sorted = counts.sorted {
            ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status)
        }
        return .fields([
            "total": .integer(Int64(counts.values.reduce(0, +))), "longestTarget": .integer(Int64(longestTarget)),
            "byEndpoint": sums { $0.endpoint }, "byStatus": sums { String($0.status) }, "byBudget": sums { $0.budget },
            "calls": .array(
                sorted.map { key, count in
                    .fields([
                        "endpoint": .string(key.endpoint), "budget": .string(key.budget),
                        "status": .integer(Int64(key.status)),
                        "count": .integer(Int64(count)),
                    ])
                }),
        ])
    }

    private func sums(_ name: (Key) -> String) -> JSON {
        var sums: [String: Int] = [:]
        for (key, count) in counts { sums[name(key), default: 0] += count }
        return .object(
            sums.sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: .integer(Int64($0.value))) })
    }
}
