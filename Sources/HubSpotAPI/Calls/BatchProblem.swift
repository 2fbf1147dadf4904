import Foundations

/// One entry of `errors` in a batch answer: what became of some of the inputs.
struct BatchProblem: Sendable, Hashable {
    var category: String?
    var subCategory: String?
    var message: String?
    var ids: [Int64]

    init(_ entry: JSONValue) {
        category = entry.text("category")
        subCategory = entry.text("subCategory")
        message = entry.text("message")
        let context = entry.member("context")
        ids = ["ids", "id", "fromObjectId"].flatMap { context.elements($0) }.compactMap(\.wholeNumber)
    }

    /// Whether the inputs simply do not exist, or have no associations.
    var meansNone: Bool {
        category == "OBJECT_NOT_FOUND" || subCategory?.hasSuffix("NO_ASSOCIATIONS_FOUND") == true
    }
}

extension JSONScanner {
    /// `errors` of a batch answer; null counts as none.
    mutating func batchProblems() throws(JSONError) -> [BatchProblem] {
        (try JSONValue(from: &self).array ?? []).map(BatchProblem.init)
    }
}
