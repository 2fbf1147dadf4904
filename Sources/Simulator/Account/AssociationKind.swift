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
    /// Which of `kinds` each one is when it is seen from the other record; nil where that is another table's business.
    private let inverse: [Int]?
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

    init(kinds: [AssociationKind], inverse: [Int]? = nil) {
        self.kinds = kinds
        self.inverse = inverse
    }

    /// The mask of a link as the reverse direction has it: the same, except among records of one type.
    func inverted(_ mask: UInt32) -> UInt32 {
        guard let inverse else { return mask }
        return inverse.indices.reduce(UInt32(0)) { result, position in
            mask & (1 << UInt32(position)) != 0 ? result | 1 << UInt32(inverse[position]) : result
        }
    }

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

    /// Forgets all links from `source` and returns them.
    mutating func removeAll(from source: Int64) -> [Link] { links.removeValue(forKey: source) ?? [] }

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
