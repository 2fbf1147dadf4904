import CRM
import Foundations

extension RecordPageDecoder {
    /// Reads `propertiesWithHistory` into the record. The first entry of each property is its current value.
    func decodeHistory(_ scanner: inout JSONScanner, into record: inout Record) throws(JSONError) {
        if try scanner.takeNull() { return }
        if record.values.isEmpty { record.values = [String?](repeating: nil, count: slots.names.count) }
        try scanner.enterObject()
        while try scanner.hasMember() {
            guard let slot = slots[try scanner.key()] else {
                try scanner.skip()
                continue
            }
            if try scanner.takeNull() { continue }
            let first = record.history.count
            try scanner.enterArray()
            while try scanner.hasElement() {
                record.history.append(try Self.decodeEntry(&scanner, of: slots.names[slot]))
            }
            if first < record.history.count { record.values[slot] = record.history[first].value }
        }
    }

    private static func decodeEntry(
        _ scanner: inout JSONScanner, of property: String
    ) throws(JSONError) -> PropertyHistoryEntry {
        var timestamp: Timestamp?
        var entry = PropertyHistoryEntry(property: property, value: "", timestamp: Timestamp(microseconds: 0))
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "value": entry.value = try scanner.text() ?? ""
            case "timestamp": timestamp = try scanner.text().flatMap { Timestamp(hubSpot: $0) }
            case "sourceType": entry.sourceType = try scanner.text()
            case "sourceId": entry.sourceID = try scanner.text()
            case "sourceLabel": entry.sourceLabel = try scanner.text()
            case "updatedByUserId": entry.updatedByUserID = try scanner.integer()
            default: try scanner.skip()
            }
        }
        guard let timestamp else { throw scanner.shape("a history entry has no timestamp") }
        entry.timestamp = timestamp
        return entry
    }
}
