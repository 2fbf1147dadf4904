import Foundations

/// A position in a paged list. A cursor that comes twice would be an endless loop, so that is a failure.
struct PageCursor: Sendable, Hashable {
    private(set) var after: String?
    private(set) var isAtEnd = false

    var query: [APICall.QueryItem] { after.map { [.init("after", $0)] } ?? [] }

    mutating func advance(to next: String?, purpose: String) throws {
        guard let next else {
            isAtEnd = true
            return
        }
        guard next != after else {
            throw Failure(
                .invalidData, purpose, why: "HubSpot's paging does not advance: the same cursor came twice",
                remedy: "Run again later; if it stays so, please report it.")
        }
        after = next
    }
}
