import Foundations

/// A position in a paged list. A cursor that comes again would be an endless loop, so that is a failure.
///
/// Loops of any length are found with one remembered cursor, moved at each power of two (Brent's algorithm).
struct PageCursor: Sendable, Hashable {
    private(set) var after: String?
    private(set) var isAtEnd = false
    private var landmark: String?
    private var steps = 0
    private var stride = 1

    init(after: String? = nil) { self.after = after }

    /// Where nothing more is to be listed.
    static var atEnd: PageCursor {
        var cursor = PageCursor()
        cursor.isAtEnd = true
        return cursor
    }

    var query: [APICall.QueryItem] { after.map { [.init("after", $0)] } ?? [] }

    mutating func advance(to next: String?, purpose: String) throws {
        guard let next else {
            isAtEnd = true
            return
        }
        guard next != after, next != landmark else {
            throw Failure(
                .invalidData, purpose, why: "HubSpot's paging does not advance: the same cursor came twice",
                remedy: "Run again later; if it stays so, please report it.")
        }
        after = next
        steps += 1
        guard steps == stride else { return }
        landmark = next
        stride *= 2
        steps = 0
    }
}
