import Foundations

/// POST search: pages of 200, at most 10,000 rows, never archived records, and behind the truth by the index lag.
extension AccountAPI {
    func search(_ type: ObjectType, _ call: Call) throws(APIError) -> Answer {
        guard type.isSearchable else { throw .notFound() }
        try requireRecords(of: type)
        let request = try call.decodedBody(SearchRequest.self)
        let limit = request.limit ?? 10
        guard (1...200).contains(limit) else { throw .invalid("limit must be between 1 and 200, not \(limit)") }
        guard let offset = Int(request.after?.text ?? "0"), offset >= 0 else {
            throw .invalid("after must be a number")
        }
        guard offset + limit <= 10_000 else {
            throw .invalid(
                "The maximum total search results is 10,000; after \(offset) with limit \(limit) goes beyond")
        }
        let conditions = try conditions(of: request, type)
        let order = try order(of: request, type)
        var matches = indexedRecords(type).filter { record in
            conditions.isEmpty
                || conditions.contains { group in
                    group.allSatisfy { $0.holds(for: record, in: type, account) }
                }
        }
        sort(&matches, by: order, type)
        let page = matches.dropFirst(offset).prefix(limit)
        let end = offset + page.count
        let shape = RecordShape(type, requested: request.properties ?? [], api: self)
        let paging: JSON? =
            end < matches.count ? .fields(["next": .fields(["after": .string(String(end))])]) : nil
        return .json(
            .fields([
                "total": .integer(Int64(matches.count)), "results": .array(shape.json(page)), "paging": paging,
            ]))
    }

    /// The live records as the index knows them.
    private func indexedRecords(_ type: ObjectType) -> [Record] {
        let live = account.table(type).live
        let horizon = now.microseconds - Int64(settings.indexLagMilliseconds) * 1000
        let unseen = account.past.filter { $0.typeID == type.id && $0.until.microseconds > horizon }
        guard !unseen.isEmpty else { return live }
        var before: [Int64: Record?] = [:]
        for past in unseen where before[past.id] == nil { before[past.id] = .some(past.record) }
        return live.filter { before[$0.id] == nil } + before.values.compactMap { $0 }.filter { $0.archivedAt == nil }
    }

    private func conditions(of request: SearchRequest, _ type: ObjectType) throws(APIError) -> [[SearchCondition]] {
        let groups = request.groups
        guard groups.count <= 5 else { throw .invalid("A search can have at most 5 filter groups") }
        guard groups.allSatisfy({ $0.count <= 6 }), groups.reduce(0, { $0 + $1.count }) <= 18 else {
            throw .invalid("A search can have at most 6 filters in a group and 18 in all")
        }
        var result: [[SearchCondition]] = []
        for group in groups {
            var conditions: [SearchCondition] = []
            for filter in group {
                try conditions.append(SearchCondition(filter, property(filter.propertyName, of: type)))
            }
            result.append(conditions)
        }
        return result
    }

    private func property(_ name: String, of type: ObjectType) throws(APIError) -> Property {
        guard let property = type.liveProperty(name), property.sensitivity != .highly else {
            throw APIError(
                status: 400, message: "There was a problem with the request.", category: "VALIDATION_ERROR",
                errors: [
                    .fields([
                        "message": .string("property \(name) is not searchable or does not exist"),
                        "code": "PROPERTY_DOESNT_EXIST", "context": .fields(["propertyName": .strings([name])]),
                    ])
                ])
        }
        return property
    }

    private func order(
        of request: SearchRequest, _ type: ObjectType
    ) throws(APIError) -> (Property, isDescending: Bool)? {
        let sorts = request.sorts ?? []
        guard sorts.count <= 1 else { throw .invalid("A search can have only one sort") }
        guard let sort = sorts.first else { return nil }
        return try (property(sort.propertyName, of: type), sort.isDescending)
    }

    /// By the asked property, without one oldest first; records without a value come last, equal ones by id.
    private func sort(_ records: inout [Record], by order: (Property, isDescending: Bool)?, _ type: ObjectType) {
        guard let (property, isDescending) = order else {
            records.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            return
        }
        if case .objectID = property.kind, !isDescending {
            records.sort { $0.id < $1.id }
            return
        }
        let keyed = records.map { record in (SearchValue(property, of: record, in: type, account), record) }
        records = keyed.sorted { left, right in
            guard let leftKey = left.0, let rightKey = right.0 else {
                return left.0 != nil || (right.0 == nil && left.1.id < right.1.id)
            }
            if leftKey == rightKey { return left.1.id < right.1.id }
            return isDescending ? rightKey < leftKey : leftKey < rightKey
        }.map(\.1)
    }
}
