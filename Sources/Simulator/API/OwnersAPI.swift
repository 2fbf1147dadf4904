import Foundations

/// Owners: `hubspot-api.md` 11.1.
extension AccountAPI {
    func owners(_ call: Call) throws(APIError) -> Answer {
        try requireOwners()
        let limit = try call.limit(default: 100, maximum: 500)
        let isArchived = try call.flag("archived")
        let email = call.parameter("email")
        let chosen = account.owners.filter { $0.isArchived == isArchived && (email == nil || $0.email == email) }
        var start = 0
        if let cursor = call.parameter("after"), !cursor.isEmpty {
            guard let offset = OpaqueCursor.offset(of: cursor) else { throw .invalid("The after cursor is not valid") }
            start = min(offset, chosen.count)
        }
        let end = min(chosen.count, start + limit)
        let next = end < chosen.count ? OpaqueCursor.text(for: end) : nil
        return .json(page(chosen[start..<end].map(\.json), next: next, path: "/" + call.path.joined(separator: "/")))
    }

    func owner(id: String, _ call: Call) throws(APIError) -> Answer {
        try requireOwners()
        let isArchived = try call.flag("archived")
        let byUser = call.parameter("idProperty") == "userId"
        let match = account.owners.first { owner in
            owner.isArchived == isArchived && (byUser ? owner.userID.map(String.init) : owner.id) == id
        }
        guard let match else { throw .notFound() }
        return .json(match.json)
    }

    private func requireOwners() throws(APIError) { try require(anyOf: ["crm.objects.owners.read"]) }
}

extension Owner {
    /// `teams` is absent without teams; an archived owner has no `userId` any more.
    fileprivate var json: JSON {
        .fields([
            "id": .string(id), "email": email.map(JSON.string), "type": .string(type), "firstName": .text(firstName),
            "lastName": .text(lastName), "userId": isArchived ? .null : userID.map(JSON.integer) ?? .null,
            "userIdIncludingInactive": userID.map(JSON.integer) ?? .null, "createdAt": .string(createdAt.iso8601),
            "updatedAt": .string(updatedAt.iso8601), "archived": .bool(isArchived),
            "teams": teams.isEmpty
                ? nil
                : .array(
                    teams.map {
                        .fields(["id": .string($0.id), "name": .string($0.name), "primary": .bool($0.isPrimary)])
                    }),
        ])
    }
}
