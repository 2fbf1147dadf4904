import CRM
import Parquet

/// One property's columns in an `objects_…` table: the value's, and that of its raw text where there is one.
struct PropertyColumn: Sendable, Hashable {
    /// Which raw texts stand beside the values.
    enum RawTexts { case all, mismatches }

    let value: TableColumn
    let rawText: TableColumn?
    let rawTexts: RawTexts
    /// The property whose values fill the columns; nil for one that is no longer there or not wanted: null from then on.
    let source: String?

    init(_ assignment: ColumnAssignment, definition: PropertyDefinition?, isRequested: Bool, unparsed: UnparsedSetting)
    {
        let type = assignment.columnType
        value = TableColumn(
            assignment.column, type, comment: Self.comment(assignment, definition))
        rawText = assignment.unparsedColumn.flatMap { name in
            type == .string || unparsed == .never
                ? nil : TableColumn(name, .string, comment: "The text HubSpot sent for \(assignment.column).")
        }
        rawTexts = unparsed == .always || unparsed == .numbers && type.isNumeric ? .all : .mismatches
        source = isRequested ? assignment.property : nil
    }

    var columns: [TableColumn] { [value] + (rawText.map { [$0] } ?? []) }

    /// `Amount. What the deal is worth. (HubSpot: amount, number)`
    private static func comment(_ assignment: ColumnAssignment, _ definition: PropertyDefinition?) -> String {
        let origin = "(HubSpot: \(assignment.property), \(assignment.hubSpotType))"
        let words = [definition?.label, definition?.description].compactMap(\.self).filter { !$0.isEmpty }
        return (words.map { $0.hasSuffix(".") ? $0 : "\($0)." } + [origin]).joined(separator: " ")
    }
}

extension PropertyColumn {
    /// The values of some rows as HubSpot sent them, and how many of them did not parse.
    func vectors(of raw: some Sequence<String?>) -> (vectors: [ColumnVector], unparsed: Int) {
        var values = ColumnVector(value.type)
        var texts = rawText.map { ColumnVector($0.type) }
        var unparsed = 0
        for text in raw {
            guard let text, !text.isEmpty else {
                values.appendNull()
                texts?.appendNull()
                continue
            }
            let outcome = values.append(parsing: text)
            if outcome == .unparsed { unparsed += 1 }
            texts?.append(optional: rawTexts == .all || outcome != .parsed ? text : nil)
        }
        return ([values] + (texts.map { [$0] } ?? []), unparsed)
    }
}
