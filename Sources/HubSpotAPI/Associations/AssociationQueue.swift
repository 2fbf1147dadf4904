import CRM
import Foundations

/// Which records to ask about next: those with more pages first, filled up with fresh ones, so that no call goes out half empty.
struct AssociationQueue: Sendable {
    private var fresh: ArraySlice<Int64> = []
    private var followUps: [AssociationInput] = []

    /// Inputs that are still to be asked about.
    var count: Int { fresh.count + followUps.count }

    /// Whether all is read.
    var isEmpty: Bool { fresh.isEmpty && followUps.isEmpty }

    /// Records that were asked about and have more pages.
    var unfinished: Set<Int64> { Set(followUps.lazy.filter { $0.after != nil }.map(\.id)) }

    /// Takes in more records.
    mutating func add(_ ids: [Int64]) { fresh.append(contentsOf: ids) }

    /// The inputs of the next call; empty when all is read.
    mutating func next(atMost limit: Int) -> [AssociationInput] {
        let continued = followUps.prefix(limit)
        followUps.removeFirst(continued.count)
        let started = fresh.prefix(limit - continued.count)
        fresh.removeFirst(started.count)
        return continued + started.map { AssociationInput(id: $0) }
    }

    /// The call with `inputs` was refused for their number: ask again in smaller calls.
    mutating func putBack(_ inputs: [AssociationInput]) { followUps.insert(contentsOf: inputs, at: 0) }

    /// The call with `inputs` was answered by `page`; throws if a record's cursor does not advance.
    mutating func follow(_ page: AssociationPage, after inputs: [AssociationInput], purpose: String) throws {
        let asked = Set(inputs.filter { $0.after != nil })
        guard asked.isDisjoint(with: page.followUps) else {
            throw Failure(
                .invalidData, purpose,
                why: "HubSpot's paging does not advance: the same cursor came twice for a record",
                remedy: "Run again later; if it stays so, please report it.")
        }
        followUps += page.followUps
    }
}
