public import CRM
import Foundations

extension HubSpotClient {
    /// All owners, live ones first, archived ones after them.
    public func owners() async throws -> [Owner] {
        var owners: [Owner] = []
        var ids: Set<String> = []
        for isArchived in [false, true] {
            var cursor = PageCursor()
            repeat {
                let call = APICall(
                    endpoint: version.owners,
                    query: [.init("limit", String(limits.ownerPage)), .init("archived", String(isArchived))]
                        + cursor.query,
                    purpose: "cannot read the owners")
                let list = try await executor.value(call) { body throws(JSONError) in
                    try ResultList(body) { owner throws(JSONError) in try Owner(owner, isArchived: isArchived) }
                }
                owners += list.elements.filter { ids.insert($0.id).inserted }
                try cursor.advance(to: list.after, purpose: call.purpose)
            } while !cursor.isAtEnd
        }
        return owners
    }
}

extension Owner {
    fileprivate init(_ owner: JSONValue, isArchived: Bool) throws(JSONError) {
        var teams: [Team] = []
        for team in owner.elements("teams") {
            teams.append(Team(id: try team.required("id"), name: team.text("name"), isPrimary: team.flag("primary")))
        }
        self.init(
            id: try owner.required("id"), type: owner.text("type"), email: owner.text("email"),
            firstName: owner.text("firstName"), lastName: owner.text("lastName"), userID: owner.integer("userId"),
            userIDIncludingInactive: owner.integer("userIdIncludingInactive"),
            isArchived: owner.flag("archived") ?? isArchived, createdAt: owner.time("createdAt"),
            updatedAt: owner.time("updatedAt"), teams: teams)
    }
}
