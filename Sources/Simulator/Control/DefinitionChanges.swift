import Foundations

extension Account {
    /// Moves no last-modified, as in HubSpot.
    mutating func associate(_ change: Change, _ from: ObjectType) throws(APIError) -> String {
        guard let name = change.to, let to = type(named: name) else { throw .unknownType(change.to ?? "") }
        let source = try liveRecord(change.id, from).id
        let target = try liveRecord(change.toId, to).id
        let pair = TypePair(from: from.id, to: to.id)
        guard let table = associations[pair] else { throw .invalid("The pair has no association types") }
        if change.kind == .dissociate {
            associations[pair]?.remove(from: source, to: target)
            associations[pair.reversed]?.remove(from: target, to: source)
        } else {
            let wanted = change.typeId
            guard let position = wanted.map({ id in table.kinds.firstIndex { $0.typeID == id } }) ?? 0 else {
                throw .invalid("The pair has no association type \(change.typeId ?? 0)")
            }
            let mask = UInt32(1) | 1 << UInt32(position)
            associations[pair]?.add(from: source, to: target, mask: mask)
            associations[pair.reversed]?.add(from: target, to: source, mask: table.inverted(mask))
        }
        return String(source)
    }

    /// A new definition without values; one of the same name, live or archived, is replaced, as when HubSpot's users recreate one.
    mutating func addProperty(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        guard let name = change.name, let index = types.firstIndex(where: { $0.id == type.id }) else {
            throw .invalid("add-property needs a name")
        }
        let number = (type.properties.map(\.number).max() ?? 0) + 1
        types[index].properties.removeAll { $0.name == name }
        types[index].properties.append(
            Property(
                number: number, name: name, label: change.label ?? name, type: change.propertyType ?? "string",
                fieldType: change.fieldType ?? "text", kind: .unset, group: type.properties.first?.group ?? "",
                options: PropertyList.options(change.options ?? []), createdAt: now, updatedAt: now))
    }

    /// Another label, other options (their values in order), or both.
    mutating func updateProperty(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        try refine(change, type, at: now) { property in
            if let label = change.label { property.label = label }
            if let options = change.options { property.options = PropertyList.options(options) }
        }
    }

    mutating func removeProperty(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        try refine(change, type, at: now) { $0.archivedAt = now }
    }

    private mutating func refine(
        _ change: Change, _ type: ObjectType, at now: Timestamp, _ refine: (inout Property) -> Void
    ) throws(APIError) {
        guard let index = types.firstIndex(where: { $0.id == type.id }),
            let position = type.properties.firstIndex(where: { $0.name == change.name && !$0.isArchived })
        else { throw .notFound("Property \"\(change.name ?? "")\" does not exist") }
        refine(&types[index].properties[position])
        types[index].properties[position].updatedAt = now
    }
}
