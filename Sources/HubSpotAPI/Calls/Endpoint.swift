/// A path of HubSpot's API, the template that stands for all paths like it, and the budget that its calls draw on.
struct Endpoint: Sendable, Hashable {
    /// One piece between slashes.
    enum Segment: Sendable, Hashable {
        /// Always the same.
        case word(String)
        /// A value, and its name in the template.
        case value(String, String)
    }

    /// `/crm/objects/2026-03/contacts`, percent-encoded.
    let path: String
    /// `/crm/objects/{version}/{type}`, for counting and for messages.
    let template: String
    var budget: CallBudget

    init(_ segments: [Segment], budget: CallBudget) {
        self.budget = budget
        path = segments.reduce(into: "") { path, segment in
            switch segment {
            case .word(let word): path += "/" + word
            case .value(let value, _): path += "/" + PercentEncoding.encode(value)
            }
        }
        template = segments.reduce(into: "") { template, segment in
            switch segment {
            case .word(let word): template += "/" + word
            case .value(_, let name): template += "/{\(name)}"
            }
        }
    }
}
