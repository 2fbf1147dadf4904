/// What counts of rows, files and bytes can be: sums of them never overflow, whatever a damaged file says.
enum PlausibleCount {
    static let range: ClosedRange<Int64> = 0...(1 << 48)

    static func contains(_ count: Int) -> Bool { range.contains(Int64(count)) }
}
