/// The root's columns: those that we can read, with the number of their leaf, and the others.
struct FileSchema: Sendable, Hashable {
    struct Leaf: Sendable, Hashable {
        var stored: StoredColumn
        /// Which of a row group's chunks it is.
        var index: Int
    }

    private(set) var leaves: [Leaf] = []
    private(set) var unreadable: [ParquetReader.UnreadableColumn] = []
    /// Chunks that each row group must have.
    private(set) var leafCount = 0

    /// Groups in groups beyond this are damage.
    private static let depthLimit = 64

    init(_ elements: [SchemaElement]) throws(ParquetError) {
        guard let root = elements.first, let childCount = root.childCount, childCount >= 0 else {
            throw .corrupt("the schema has no root")
        }
        var at = 1
        var names: Set<String> = []
        for _ in 0..<childCount {
            guard at < elements.count else { throw .corrupt("the schema ends too early") }
            let element = elements[at]
            guard names.insert(element.name).inserted else {
                throw .unsupported("two columns called '\(element.name)'")
            }
            let firstLeaf = leafCount
            try Self.step(over: elements, &at, &leafCount, depth: 0)
            do throws(ParquetError) {
                guard element.childCount ?? 0 == 0 else { throw ParquetError.unsupported("a nested column") }
                leaves.append(Leaf(stored: try StoredColumn(reading: element), index: firstLeaf))
            } catch {
                unreadable.append(
                    .init(name: element.name, fieldID: element.fieldID ?? 0, reason: error.what))
            }
        }
        guard at == elements.count else { throw .corrupt("the schema has elements that belong to nothing") }
    }

    private static func step(
        over elements: [SchemaElement], _ at: inout Int, _ leafCount: inout Int, depth: Int
    ) throws(ParquetError) {
        guard at < elements.count else { throw .corrupt("the schema ends too early") }
        guard depth < depthLimit else { throw .corrupt("the schema is nested too deeply") }
        let childCount = elements[at].childCount ?? 0
        let isLeaf = elements[at].physical != nil
        guard childCount >= 0, !isLeaf || childCount == 0 else { throw .corrupt("a column with columns inside") }
        at += 1
        if isLeaf { leafCount += 1 }
        for _ in 0..<childCount { try step(over: elements, &at, &leafCount, depth: depth + 1) }
    }
}
