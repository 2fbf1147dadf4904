import Foundations

/// The elements of `results`, and the cursor of the next page.
struct ResultList<Element: Sendable>: Sendable {
    var elements: [Element]
    var after: String?

    /// Reads a list answer. An answer without `results` is an error: it does not say "none".
    init(_ body: [UInt8], element: (JSONValue) throws(JSONError) -> Element) throws(JSONError) {
        let document = try JSONValue(parsing: body)
        guard let results = document["results"]?.array else {
            throw JSONError(.shape, "the answer has no results", offset: 0)
        }
        elements = []
        for (index, result) in results.enumerated() {
            do {
                elements.append(try element(result))
            } catch {
                throw JSONError(.shape, "\(error.reason) (results[\(index)])", offset: 0)
            }
        }
        after = document.member("paging").nextCursor
    }
}
