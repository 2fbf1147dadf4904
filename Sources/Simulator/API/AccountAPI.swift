import Foundations

/// One call's view of the account: the state at that moment, who asks, and in which version's shape.
struct AccountAPI: Sendable {
    var account: Account
    var settings: SimulatorSettings
    /// Scopes that the call's token lacks.
    var withheldScopes: Set<String>
    var isDated: Bool
    var now: Timestamp
    /// Calls of the day so far.
    var callsToday = 0
    /// Set by the fault `bad-value`: the first record's numbers and times do not fit their types.
    var spoilsFirstRecord = false

    /// The endpoint's answer; throws what HubSpot refuses.
    func answer(_ endpoint: Endpoint, _ call: Call) throws(APIError) -> Answer {
        switch endpoint {
        case .recordList(let name): try recordList(type(name), call)
        case .record(let name, let id): try record(type(name), id: id, call)
        case .recordBatchRead(let name): try recordBatchRead(type(name), call)
        case .search(let name): try search(type(name), call)
        case .recordAssociations(let from, let id, let to):
            try recordAssociations(type(from), id: id, to: type(to), call)
        case .associationBatchRead(let from, let to): try associationBatchRead(type(from), type(to), call)
        case .associationLabels(let from, let to): try associationLabels(type(from), type(to))
        case .schemas: try schemas(call)
        case .schema(let name): try schema(type(name), call)
        case .properties(let name): try properties(type(name), call)
        case .property(let name, let property): try self.property(type(name), name: property, call)
        case .pipelines(let name): try pipelines(type(name))
        case .pipeline(let name, let id): try pipeline(type(name), id: id)
        case .owners: try owners(call)
        case .owner(let id): try owner(id: id, call)
        case .accountDetails: .json(accountDetails)
        case .apiUsage: .json(apiUsage)
        case .pipelineAudit(let name, let id): try pipelineAudit(type(name), id: id)
        case .lists: try lists(call)
        case .listSearch: try listSearch(call)
        case .listPages: try listPages(call)
        case .list(let id): try list(id: id, call)
        case .listMemberships(let id): try memberships(of: id, byTime: false, call)
        case .listMembershipsByTime(let id): try memberships(of: id, byTime: true, call)
        case .listsOfRecord(let name, let id): try lists(of: type(name), id: id)
        case .eventTypes: .json(eventTypes)
        case .events: try events(call)
        case .eventDefinitions: try eventDefinitions(call)
        case .eventDefinition(let name): try eventDefinition(named: name, call)
        case .emailEvents: try emailEvents(call)
        case .recordCounts: .json(recordCounts)
        case .enablement: .json(enablement)
        case .enablementOfType(let id): .json(enablement(of: id))
        case .merge, .privacyDelete, .tokens: throw .wrongMethod
        }
    }

    /// What a call that writes asks for, after its scopes are checked; nil for calls that only read.
    func change(_ endpoint: Endpoint, _ call: Call) throws(APIError) -> Change? {
        switch endpoint {
        case .merge(let name):
            let type = try type(name)
            try requireRecords(of: type)
            let body = try call.decodedBody(MergeRequest.self)
            return Change(kind: .merge, type: type.id, id: body.primaryObjectId, toId: body.objectIdToMerge)
        case .privacyDelete(let name):
            let type = try type(name)
            try requireRecords(of: type)
            return try Change(kind: .privacyDelete, type: type.id, id: call.decodedBody(PrivacyRequest.self).objectId)
        default: return nil
        }
    }

    /// The answer of a call that has changed the account: the merged record, or nothing.
    func outcome(of change: Change, id: String?, _ call: Call) throws(APIError) -> Answer {
        guard change.kind == .merge, let id else { return Answer(status: 204, headers: [], body: []) }
        return try record(type(change.type ?? ""), id: id, call)
    }

    private func type(_ name: String) throws(APIError) -> ObjectType {
        guard let type = account.type(named: name) else { throw .unknownType(name) }
        return type
    }

    /// Throws 403 unless one of the scopes is granted.
    func require(anyOf scopes: [String]) throws(APIError) {
        guard scopes.contains(where: { !withheldScopes.contains($0) }) else { throw .missingScopes(scopes) }
    }

    /// Throws 403 unless the type's records may be read.
    func requireRecords(of type: ObjectType) throws(APIError) {
        try requireType(type)
        guard !settings.forbiddenTypes.contains(where: type.isNamed) else { throw .missingScopes(type.readScopes) }
        try require(anyOf: type.readScopes)
    }

    /// Throws 403 unless the type's definitions may be read, which the records' scope allows too.
    func requireDefinitions(of type: ObjectType) throws(APIError) {
        try requireType(type)
        try require(anyOf: type.definitionScopes)
    }

    /// Throws 403 where the subscription lacks the type.
    private func requireType(_ type: ObjectType) throws(APIError) {
        guard !settings.missingTypes.contains(where: type.isNamed) else { throw .notInSubscription(type) }
    }

    /// `results` and, where there is a next page, `paging`.
    func page(_ results: [JSON], next: String?, path: String) -> JSON {
        .fields(["results": .array(results), "paging": next.map { paging(next: $0, path: path) }])
    }

    /// The `paging` member that leads to the next page.
    func paging(next: String, path: String) -> JSON {
        .fields([
            "next": .fields(["after": .string(next), "link": .string("https://api.hubapi.com\(path)?after=\(next)")])
        ])
    }

    /// A batch answer: 200, or 207 when something is missing.
    func batch(_ results: [JSON], errors: [JSON]) -> Answer {
        .json(
            .fields([
                "status": "COMPLETE", "results": .array(results),
                "numErrors": errors.isEmpty ? nil : .integer(Int64(errors.count)),
                "errors": errors.isEmpty ? nil : .array(errors), "startedAt": .string(now.iso8601),
                "completedAt": .string(now.iso8601),
            ]), status: errors.isEmpty ? 200 : 207)
    }
}
