/// Where the pages of a chunk lie (`OffsetIndex` in parquet.thrift).
struct OffsetIndex: Sendable, Hashable {
    struct Page: Sendable, Hashable {
        var offset: Int64
        /// With the page's header.
        var byteCount: Int32
        var firstRow: Int64
    }

    var pages: [Page] = []

    func encoded() -> [UInt8] {
        var writer = ThriftCompactWriter()
        writer.structure { writer in
            writer.list(1, of: .structure, pages) { writer, page in
                writer.structure {
                    $0.field(1, page.offset)
                    $0.field(2, page.byteCount)
                    $0.field(3, page.firstRow)
                }
            }
        }
        return writer.bytes
    }
}

/// What the pages of a chunk hold (`ColumnIndex` in parquet.thrift). It replaces statistics in page headers, which the format
/// advises against where there is an index.
struct ColumnIndex: Sendable, Hashable {
    enum BoundaryOrder: Int32, Sendable { case unordered = 0, ascending = 1, descending = 2 }

    struct Page: Sendable, Hashable {
        /// Nil for a page of nulls only.
        var bounds: Bounds?
        var nullCount: Int64
    }

    struct Bounds: Sendable, Hashable {
        var lower: [UInt8]
        var upper: [UInt8]
    }

    var pages: [Page]
    var order: BoundaryOrder

    func encoded() -> [UInt8] {
        var writer = ThriftCompactWriter()
        writer.structure { writer in
            writer.list(1, of: .booleanTrue, pages) { $0.boolean($1.bounds == nil) }
            writer.list(2, of: .binary, pages) { $0.binary($1.bounds?.lower ?? []) }
            writer.list(3, of: .binary, pages) { $0.binary($1.bounds?.upper ?? []) }
            writer.field(4, order.rawValue)
            writer.list(5, of: .int64, pages) { $0.zigzag($1.nullCount) }
        }
        return writer.bytes
    }
}
