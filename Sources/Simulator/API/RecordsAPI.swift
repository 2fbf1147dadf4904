import Foundations

/// GET list, GET one and POST batch read of records: `hubspot-api.md` section 8.
extension AccountAPI {
    func recordList(_ type: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireRecords(of: type)
        let withHistory = call.list("propertiesWithHistory")
        let limit = try call.limit(default: 10, maximum: withHistory.isEmpty ? 100 : 50)
        guard let after = Int64(call.parameter("after") ?? "0") else {
            throw .invalid("Cannot deserialize value of type long from String \"\(call.parameter("after") ?? "")\"")
        }
        let table = account.table(type)
        let page =
            try call.flag("archived")
            ? table.archivedPage(after: after, limit: limit, at: now) : table.page(after: after, limit: limit)
        let shape = RecordShape(type, requested: call.list("properties"), withHistory: withHistory, api: self)
        let targets = try targetTypes(call)
        let results = zip(shape.json(page.records), page.records).map { json, record in
            json.adding("associations", inlineAssociations(of: record, type, to: targets))
        }
        return .json(self.page(results, next: page.next.map(String.init), path: "/" + call.path.joined(separator: "/")))
    }

    func record(_ type: ObjectType, id: String, _ call: Call) throws(APIError) -> Answer {
        try requireRecords(of: type)
        try refuseIDProperty(call.parameter("idProperty"))
        guard let number = Int64(id),
            let record = try found(number, type, archived: call.flag("archived"), follows: true)
        else { throw .notFound() }
        let shape = RecordShape(
            type, requested: call.list("properties"), withHistory: call.list("propertiesWithHistory"), api: self)
        let json = shape.json(record, spoilt: spoilsFirstRecord)
        return try .json(json.adding("associations", inlineAssociations(of: record, type, to: targetTypes(call))))
    }

    /// Found records come ascending by id, not in the order asked for: HubSpot promises no order, so ours is another one.
    func recordBatchRead(_ type: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireRecords(of: type)
        let request = try call.decodedBody(BatchRequest.self)
        let withHistory = request.propertiesWithHistory ?? []
        try refuseIDProperty(request.idProperty)
        guard !request.inputs.isEmpty else { throw .invalid("inputs must not be empty") }
        let most = withHistory.isEmpty ? 100 : settings.batchWithHistory
        guard request.inputs.count <= most else {
            throw .invalid("The maximum number of inputs is \(most), but \(request.inputs.count) were given")
        }
        let isArchived = try call.flag("archived")
        var found: [Int64: Record] = [:]
        var missing: [String] = []
        for input in request.inputs {
            if let id = Int64(input.id.text), let record = self.found(id, type, archived: isArchived, follows: false) {
                found[id] = record
            } else {
                missing.append(input.id.text)
            }
        }
        let message =
            "Could not get some \(type.fullyQualifiedName) objects, they may be deleted or not exist. Check that ids are valid."
        guard !found.isEmpty else { throw .notFound(message) }
        let shape = RecordShape(
            type, requested: request.properties ?? [], withHistory: withHistory, api: self)
        let errors: [JSON] =
            missing.isEmpty
            ? []
            : [
                .fields([
                    "status": "error", "category": "OBJECT_NOT_FOUND", "message": .string(message),
                    "context": .fields(["ids": .strings(missing)]),
                ])
            ]
        return batch(shape.json(found.values.sorted { $0.id < $1.id }), errors: errors)
    }

    /// The live or archived record of that id. Only calls for one record follow an id that was merged away; archived records are
    /// found for 90 days.
    private func found(_ id: Int64, _ type: ObjectType, archived isArchived: Bool, follows: Bool) -> Record? {
        let table = account.table(type)
        if isArchived { return table.archivedRecord(id).flatMap { $0.isRestorable(at: now) ? $0 : nil } }
        return table.liveRecord(id) ?? (follows ? account.survivor(of: id, type).flatMap(table.liveRecord) : nil)
    }

    private func refuseIDProperty(_ name: String?) throws(APIError) {
        guard name == nil || name == "" || name == "hs_object_id" else {
            throw .invalid("idProperty can only be hs_object_id in the simulator")
        }
    }
}

// MARK: - Inline associations

extension AccountAPI {
    private func targetTypes(_ call: Call) throws(APIError) -> [ObjectType] {
        var types: [ObjectType] = []
        for name in call.list("associations") {
            guard let type = account.type(named: name) else { throw .unknownType(name) }
            types.append(type)
        }
        return types
    }

    /// At most 100 targets per record and type, without labels; a link leads to the rest.
    private func inlineAssociations(of record: Record, _ type: ObjectType, to targets: [ObjectType]) -> JSON? {
        let found = targets.compactMap { target -> JSON.Member? in
            guard let links = account.association(type, target).links[record.id] else { return nil }
            let results = links.prefix(100).map { link in
                JSON.fields(["id": .string(String(link.target)), "type": .string("\(type.name)_to_\(target.name)")])
            }
            let path = "/crm/v4/objects/\(type.id)/\(record.id)/associations/\(target.id)"
            return JSON.Member(
                name: target.plural,
                value: page(results, next: links.count > 100 ? OpaqueCursor.text(for: 100) : nil, path: path))
        }
        return found.isEmpty ? nil : .object(found)
    }
}
