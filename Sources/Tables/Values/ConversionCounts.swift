/// How many values could not be brought into their column, for the run's report. Counts only, never a value.
public struct ConversionCounts: Sendable, Hashable, Codable {
    /// Per table and property, values that are not of their column's type; the raw texts stand beside their columns.
    public private(set) var unparsed: [String: [String: Int]] = [:]
    /// Per table, values that HubSpot sent for properties nobody asked for; they are in no table.
    public private(set) var unrequested: [String: Int] = [:]
    /// Per table, texts in which half a character was replaced by U+FFFD.
    public private(set) var repaired: [String: Int] = [:]

    /// Nothing counted yet.
    public init() {}

    /// Values that did not parse, in all tables.
    public var unparsedTotal: Int { unparsed.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

    /// Adds another run's or page's counts to these.
    public mutating func add(_ other: ConversionCounts) {
        unparsed.merge(other.unparsed) { $0.merging($1, uniquingKeysWith: +) }
        unrequested.merge(other.unrequested, uniquingKeysWith: +)
        repaired.merge(other.repaired, uniquingKeysWith: +)
    }

    mutating func countUnparsed(_ count: Int, table: String, property: String) {
        if count > 0 { unparsed[table, default: [:]][property, default: 0] += count }
    }

    mutating func countPage(table: String, unrequested: Int, repaired: Int) {
        if unrequested > 0 { self.unrequested[table, default: 0] += unrequested }
        if repaired > 0 { self.repaired[table, default: 0] += repaired }
    }
}
