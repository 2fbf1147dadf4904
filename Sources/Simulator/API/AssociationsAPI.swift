import Foundations

/// Associations with labels: `hubspot-api.md` section 10.
extension AccountAPI {
    func associationBatchRead(_ from: ObjectType, _ to: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireRecords(of: from)
        try requireRecords(of: to)
        let request = try call.decodedBody(BatchRequest.self)
        guard !request.inputs.isEmpty else { throw .invalid("inputs must not be empty") }
        guard request.inputs.count <= 1_000 else {
            throw .invalid("The maximum number of inputs is 1000, but \(request.inputs.count) were given")
        }
        let table = account.association(from, to)
        var results: [JSON] = []
        var errors: [JSON] = []
        for input in request.inputs {
            guard let id = Int64(input.id.text), let links = table.links[id] else {
                errors.append(noAssociations(of: input.id.text, from, to))
                continue
            }
            let (page, next) = try slice(links, after: input.after, limit: settings.associationPage)
            let path = "/crm/v4/objects/\(from.id)/\(id)/associations/\(to.id)"
            results.append(
                .fields([
                    "from": .fields(["id": .string(input.id.text)]), "to": .array(page.map { target($0, in: table) }),
                    "paging": next.map { paging(next: $0, path: path) },
                ]))
        }
        guard !results.isEmpty else {
            throw APIError(
                status: 404, message: "No \(to.name) is associated with the \(from.name) records given.",
                category: "OBJECT_NOT_FOUND", subCategory: Self.noAssociationsFound, errors: errors)
        }
        return batch(results, errors: errors)
    }

    func recordAssociations(_ from: ObjectType, id: String, to: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireRecords(of: from)
        try requireRecords(of: to)
        guard let number = Int64(id), account.table(from).liveRecord(number) != nil else { throw .notFound() }
        let limit = try call.limit(default: 500, maximum: 500)
        let table = account.association(from, to)
        let (links, next) = try slice(table.links[number] ?? [], after: call.parameter("after"), limit: limit)
        return .json(
            page(links.map { target($0, in: table) }, next: next, path: "/" + call.path.joined(separator: "/")))
    }

    /// The types of a directed pair; an empty list where there are none.
    func associationLabels(_ from: ObjectType, _ to: ObjectType) throws(APIError) -> Answer {
        try requireDefinitions(of: from)
        try requireDefinitions(of: to)
        return .json(.fields(["results": .array(account.association(from, to).kinds.map(\.json))]))
    }

    private func target(_ link: AssociationTable.Link, in table: AssociationTable) -> JSON {
        .fields(["toObjectId": .integer(link.target), "associationTypes": .array(table.kinds(of: link).map(\.json))])
    }

    private func slice(
        _ links: [AssociationTable.Link], after cursor: String?, limit: Int
    ) throws(APIError) -> (ArraySlice<AssociationTable.Link>, next: String?) {
        var start = 0
        if let cursor, !cursor.isEmpty {
            guard let offset = OpaqueCursor.offset(of: cursor) else { throw .invalid("The after cursor is not valid") }
            start = min(offset, links.count)
        }
        let end = min(links.count, start + limit)
        return (links[start..<end], end < links.count ? OpaqueCursor.text(for: end) : nil)
    }

    private func noAssociations(of id: String, _ from: ObjectType, _ to: ObjectType) -> JSON {
        .fields([
            "status": "error", "category": "OBJECT_NOT_FOUND", "subCategory": .string(Self.noAssociationsFound),
            "message": .string("No \(to.name) is associated with \(from.name) \(id)."),
            "context": .fields([
                "fromObjectId": .strings([id]), "fromObjectType": .strings([from.id]),
                "toObjectType": .strings([to.id]),
            ]),
        ])
    }

    private static let noAssociationsFound = "crm.associations.NO_ASSOCIATIONS_FOUND"
}

extension AssociationKind {
    fileprivate var json: JSON {
        .fields(["category": .string(category), "typeId": .integer(typeID), "label": .text(label)])
    }
}
