import CRM
import HubSpotAPI
import Testing

@testable import Sync

@Suite("LoadProgress")
struct LoadProgressTests {
    private func page(_ ids: Int64...) -> RecordPage {
        RecordPage(
            propertyNames: [], records: ids.map { Record(id: $0, createdAt: nil, updatedAt: nil, values: []) })
    }

    @Test("of ranges read side by side, each is done up to its last record, and wholly when it has ended")
    func ranges() {
        let (first, second, last) = (
            RecordRange(to: 100), RecordRange(from: 100, to: 200), RecordRange(from: 200)
        )
        var progress = LoadProgress()
        progress.add(page(3, 7), of: first)
        progress.add(page(200, 230), of: last)
        progress.add(page(110, 120), of: second)
        progress.add(page(40), of: first)
        #expect(progress.ids.intervals == [0...40, 100...120, 200...230])
        #expect(progress.isOrdered && progress.recordsInPart == 7)
        progress.end(of: first)
        #expect(progress.ids.intervals == [0...120, 200...230])
        progress.beginPart()
        progress.add(page(), of: second)
        progress.end(of: second)
        // What comes after the last range's records may be made any time.
        progress.end(of: last)
        #expect(progress.ids.intervals == [0...230])
        #expect(progress.recordsInPart == 0)
    }

    @Test("a list that may have any order tells nothing of what is left")
    func unordered() {
        var whole = LoadProgress()
        whole.add(page(1, 2, 3), of: .all)
        #expect(!whole.isOrdered && whole.ids.isEmpty)
        var descending = LoadProgress()
        descending.add(page(5, 6), of: RecordRange(from: 5))
        descending.add(page(4), of: RecordRange(from: 5))
        #expect(!descending.isOrdered)
    }
}

extension LoadProgress {
    fileprivate mutating func end(of range: RecordRange) { end(range) }
}
