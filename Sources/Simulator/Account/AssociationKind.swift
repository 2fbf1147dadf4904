/// One association type of a directed pair of object types.
struct AssociationKind: Sendable, Equatable {
    /// `HUBSPOT_DEFINED`, `USER_DEFINED`, `INTEGRATOR_DEFINED`.
    var category: String
    var typeID: Int64
    /// Nil for the plain association that every linked pair of records has.
    var label: String?
}

/// A directed pair of object type ids.
struct TypePair: Sendable, Hashable {
    var from: String
    var to: String

    var reversed: TypePair { TypePair(from: to, to: from) }
}

/// The associations of one directed pair: which types there are, and which records are linked by which of them.
struct AssociationTable: Sendable {
    var kinds: [AssociationKind]
    /// By the record they start from, ascending by target.
    private(set) var links: [Int64: [Link]] = [:]

    /// A target and which of `kinds` link it, one bit each.
    struct Link: Sendable {
        var target: Int64
        var mask: UInt32
    }

    /// The association types of a link, in the order of the definitions.
    func kinds(of link: Link) -> [AssociationKind] {
        kinds.indices.filter { link.mask & (1 << UInt32($0)) != 0 }.map { kinds[$0] }
    }

    init(kinds: [AssociationKind]) { self.kinds = kinds }

    mutating func add(from source: Int64, to target: Int64, mask added: UInt32) {
        var row = links[source] ?? []
        let position = Self.position(of: target, in: row)
        if position < row.count, row[position].target == target {
            row[position].mask |= added
        } else {
            row.insert(Link(target: target, mask: added), at: position)
        }
        links[source] = row
    }

    mutating func remove(from source: Int64, to target: Int64) {
        links[source]?.removeAll { $0.target == target }
        if links[source]?.isEmpty == true { links[source] = nil }
    }

    /// Forgets all links from `source` and returns the targets that it had.
    mutating func removeAll(from source: Int64) -> [Int64] { (links.removeValue(forKey: source) ?? []).map(\.target) }

    private static func position(of target: Int64, in row: [Link]) -> Int {
        var low = 0
        var high = row.count
        while low < high {
            let middle = (low + high) / 2
            if row[middle].target < target { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
