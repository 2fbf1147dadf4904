import Foundations

extension Account {
    /// A new custom type of three properties whose records can be linked to contacts; its id.
    mutating func addType(_ change: Change, at now: Timestamp) throws(APIError) -> String {
        guard let name = change.name else { throw .invalid("add-type needs a name") }
        guard type(named: name) == nil else {
            throw APIError(status: 409, message: "The type exists already", category: "OBJECT_ALREADY_EXISTS")
        }
        let label = change.label ?? name
        let number = nextTypeNumber
        nextTypeNumber += 1
        var type = TypeCatalogue(portalID: portalID, ownerIDs: owners.map(\.id), wideProperties: 0).type(
            CustomType(
                number: Int(number), name: name, singularLabel: label, pluralLabel: label + "s",
                properties: [.text("title"), .number("size"), .date("made_on")]))
        type.schema?.createdAt = now
        type.schema?.updatedAt = now
        types.append(type)
        tables[type.id] = RecordTable(live: [], archived: [])
        let pair = TypePair(from: type.id, to: "0-1")
        associations[pair] = AssociationTable(kinds: [.user(10 * number)])
        associations[pair.reversed] = AssociationTable(kinds: [.user(10 * number + 1)])
        return type.id
    }

    /// Takes a custom type away with all that it had; HubSpot wants its records to be deleted first.
    mutating func removeType(_ type: ObjectType) throws(APIError) {
        guard type.isCustom else { throw .invalid("Only custom types can be removed") }
        guard table(type).live.isEmpty else {
            throw .invalid("Cannot delete object type \(type.id): it has records")
        }
        types.removeAll { $0.id == type.id }
        tables[type.id] = nil
        associations = associations.filter { $0.key.from != type.id && $0.key.to != type.id }
        lists.removeAll { $0.typeID == type.id }
        merges.removeAll { $0.typeID == type.id }
        past.removeAll { $0.typeID == type.id }
    }

    /// Makes a pipeline, or gives one another label and other stages. What is left out stays.
    mutating func putPipeline(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        guard let id = change.id?.text, let index = types.firstIndex(where: { $0.id == type.id }) else {
            throw .invalid("put-pipeline needs an id")
        }
        let position = type.pipelines.firstIndex { $0.id == id }
        var pipeline =
            position.map { type.pipelines[$0] }
            ?? Pipeline(
                id: id, label: id, displayOrder: Int64(type.pipelines.count), createdAt: now, updatedAt: now, stages: []
            )
        if let label = change.label { pipeline.label = label }
        if let stages = change.stages { pipeline.stages = stages.enumerated().map { Pipeline.Stage($1, order: $0) } }
        pipeline.updatedAt = now
        if let position {
            types[index].pipelines[position] = pipeline
        } else {
            types[index].pipelines.append(pipeline)
        }
    }

    /// Takes a pipeline away for good; records keep the ids of its stages.
    mutating func removePipeline(_ change: Change, _ type: ObjectType) throws(APIError) {
        guard let index = types.firstIndex(where: { $0.id == type.id }),
            let position = type.pipelines.firstIndex(where: { $0.id == change.id?.text })
        else { throw .notFound() }
        types[index].pipelines.remove(at: position)
    }

    /// Gives an association type another label, in the one direction that is named.
    mutating func updateLabel(_ change: Change, _ from: ObjectType) throws(APIError) {
        guard let name = change.to, let to = type(named: name) else { throw .unknownType(change.to ?? "") }
        let pair = TypePair(from: from.id, to: to.id)
        guard let index = associations[pair]?.kinds.firstIndex(where: { $0.typeID == change.typeId }) else {
            throw .invalid("The pair has no association type \(change.typeId ?? 0)")
        }
        associations[pair]?.kinds[index].label = change.label
    }
}

extension Pipeline.Stage {
    fileprivate init(_ change: Change.StageChange, order: Int) {
        var metadata = [(name: "isClosed", value: String(change.isClosed ?? false))]
        if let probability = change.probability { metadata.append((name: "probability", value: probability)) }
        self.init(id: change.id, label: change.label, displayOrder: Int64(order), metadata: metadata)
    }
}
