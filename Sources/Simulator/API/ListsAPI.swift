import Foundations

/// Lists and their definitions: `hubspot-api.md` 11.3.
extension AccountAPI {
    /// By `offset`, 500 at most; deleted lists are never found.
    func listSearch(_ call: Call) throws(APIError) -> Answer {
        let (request, chosen) = try listRequest(call)
        let start = min(max(0, request.offset ?? 0), chosen.count)
        let end = min(chosen.count, start + (request.count ?? 20))
        return .json(
            .fields([
                "lists": .array(chosen[start..<end].map { found($0, request) }), "hasMore": .bool(end < chosen.count),
                "offset": .integer(Int64(end)), "total": .integer(Int64(chosen.count)),
            ]))
    }

    /// The same by cursor.
    func listPages(_ call: Call) throws(APIError) -> Answer {
        let (request, chosen) = try listRequest(call)
        var rest = chosen[...]
        if let cursor = request.after {
            guard let last = OpaqueCursor.place(of: cursor, parts: 1) else {
                throw .invalid("The after cursor is not valid")
            }
            rest = chosen[chosen.partitioningIndex { $0.id > last[0] }...]
        }
        let page = rest.prefix(request.count ?? 20)
        let next = page.count < rest.count ? page.last.map { OpaqueCursor.text(for: [$0.id]) } : nil
        return .json(
            self.page(page.map { found($0, request) }, next: next, path: "/" + call.path.joined(separator: "/")))
    }

    /// Those named by `listIds`.
    func lists(_ call: Call) throws(APIError) -> Answer {
        try requireLists()
        let ids = Set(call.list("listIds"))
        let withFilters = try call.flag("includeFilters")
        let chosen = account.lists.filter { ids.contains(String($0.id)) && $0.isShown(at: now) }
        return .json(.fields(["lists": .array(chosen.map { json($0, withFilters: withFilters) })]))
    }

    func list(id: String, _ call: Call) throws(APIError) -> Answer {
        let list = try shownList(id)
        return try .json(.fields(["list": json(list, withFilters: call.flag("includeFilters"))]))
    }

    /// The lists that a record is in.
    func lists(of type: ObjectType, id: String) throws(APIError) -> Answer {
        try requireLists()
        let results = account.lists.filter { $0.typeID == type.id && $0.deletedAt == nil }.compactMap { list -> JSON? in
            guard let member = list.members.first(where: { String($0.id) == id }) else { return nil }
            let moment = JSON.string(member.joinedAt.iso8601)
            return .fields([
                "listId": .string(String(list.id)), "listVersion": .integer(list.version),
                "firstAddedTimestamp": moment, "lastAddedTimestamp": moment,
            ])
        }
        return .json(.fields(["results": .array(results), "total": .integer(Int64(results.count))]))
    }

    func requireLists() throws(APIError) { try require(anyOf: ["crm.lists.read"]) }

    func shownList(_ id: String) throws(APIError) -> SegmentList {
        try requireLists()
        guard let list = account.lists.first(where: { String($0.id) == id }), list.isShown(at: now) else {
            throw APIError(
                status: 404, message: "List does not exist with ID \(id).", category: "OBJECT_NOT_FOUND",
                subCategory: "ListError.LIST_NOT_FOUND")
        }
        return list
    }

    private func listRequest(_ call: Call) throws(APIError) -> (ListSearchRequest, [SegmentList]) {
        try requireLists()
        let request = try call.body.isEmpty ? ListSearchRequest() : call.decodedBody(ListSearchRequest.self)
        guard (1...500).contains(request.count ?? 20) else { throw .invalid("count must be between 1 and 500") }
        let kinds = Set(request.processingTypes ?? [])
        let ids = Set((request.listIds ?? []).map(\.text))
        let query = request.query?.lowercased() ?? ""
        let chosen = account.lists.filter { list in
            list.deletedAt == nil && (kinds.isEmpty || kinds.contains(list.processingType))
                && (ids.isEmpty || ids.contains(String(list.id)))
                && (request.objectTypeId == nil || request.objectTypeId == list.typeID)
                && (query.isEmpty || list.name.lowercased().contains(query))
        }
        return (request, chosen)
    }
}

/// The body of a list search.
struct ListSearchRequest: Decodable, Sendable {
    var count: Int?
    var offset: Int?
    var after: String?
    var query: String?
    var processingTypes: [String]?
    var listIds: [LooseID]?
    var objectTypeId: String?
    var additionalProperties: [String]?
}

// MARK: - Shapes

extension AccountAPI {
    /// A list as its own calls show it.
    private func json(_ list: SegmentList, withFilters: Bool) -> JSON {
        common(list)
            .adding("size", .integer(Int64(list.members.count)))
            .adding("filterBranch", withFilters && list.filtersUpdatedAt != nil ? Self.filters : nil)
            .adding("listPermissions", .fields(["teamsWithEditAccess": .array([]), "usersWithEditAccess": .array([])]))
            .adding("membershipSettings", .fields(["includeUnassigned": true]))
    }

    /// A list as search shows it: the size only where it is asked for.
    private func found(_ list: SegmentList, _ request: ListSearchRequest) -> JSON {
        let all: KeyValuePairs<String, String> = [
            "hs_list_size": String(list.members.count), "hs_lastmodifieddate": String(list.updatedAt.milliseconds),
            "hs_list_reference_count": "0",
        ]
        let wanted = Set(request.additionalProperties ?? [])
        return common(list).adding(
            "additionalProperties",
            .object(all.filter { wanted.contains($0.key) }.map { JSON.Member(name: $0.key, value: .string($0.value)) }))
    }

    private func common(_ list: SegmentList) -> JSON {
        .fields([
            "processingType": .string(list.processingType), "objectTypeId": .string(list.typeID),
            "updatedById": .string(list.createdBy),
            "filtersUpdatedAt": list.filtersUpdatedAt.map { .string($0.iso8601) },
            "listId": .string(String(list.id)), "createdAt": .string(list.createdAt.iso8601),
            "processingStatus": .string(list.processingStatus), "deletedAt": list.deletedAt.map { .string($0.iso8601) },
            "listVersion": .integer(list.version), "name": .string(list.name), "createdById": .string(list.createdBy),
            "updatedAt": .string(list.updatedAt.iso8601),
        ])
    }

    private static let filters = JSON.fields([
        "filterBranchType": "OR", "filterBranchOperator": "OR", "filters": .array([]),
        "filterBranches": .array([
            .fields([
                "filterBranchType": "AND", "filterBranchOperator": "AND", "filterBranches": .array([]),
                "filters": .array([
                    .fields([
                        "filterType": "PROPERTY", "property": "hs_object_id",
                        "operation": .fields([
                            "operationType": "ALL_PROPERTY", "operator": "IS_KNOWN",
                            "includeObjectsWithNoValueSet": false,
                        ]),
                    ])
                ]),
            ])
        ]),
    ])
}
