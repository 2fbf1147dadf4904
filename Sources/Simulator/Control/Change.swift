import Foundations

/// A change of the account between two syncs, as `POST /_simulator/changes` takes it.
struct Change: Decodable, Sendable {
    var kind: Kind
    var type: String
    var id: LooseID?
    /// For `create` and `update`; null clears a value to nothing, `""` to HubSpot's cleared value.
    var properties: [String: String?]?
    /// The target of `associate` and `dissociate`.
    var to: String?
    var toId: LooseID?
    /// An association type of the pair besides the plain one.
    var typeId: Int64?
    /// The definition that `add-property` and `remove-property` mean.
    var name: String?
    var propertyType: String?
    var fieldType: String?
    var label: String?

    enum Kind: String, Decodable, Sendable {
        case create, update, archive, restore, purge, associate, dissociate
        case addProperty = "add-property"
        case removeProperty = "remove-property"
    }
}

extension Account {
    /// Applies one change; the id of the record it concerned, if it was one.
    mutating func apply(_ change: Change, at now: Timestamp) throws(APIError) -> String? {
        let now = Timestamp(microseconds: now.milliseconds * 1000)
        guard let type = type(named: change.type) else { throw .unknownType(change.type) }
        switch change.kind {
        case .create: return try create(change, type, at: now)
        case .update:
            var record = try liveRecord(change.id, type)
            remember(record.id, record, type, until: now)
            record.edits = edits(of: change, onto: record.edits ?? [:])
            record.updatedAt = now
            tables[type.id]?.put(record)
            return String(record.id)
        case .archive, .purge:
            let record = try liveRecord(change.id, type)
            remember(record.id, record, type, until: now)
            removeAssociations(of: record.id, type)
            if change.kind == .purge {
                tables[type.id]?.remove(record.id)
            } else {
                tables[type.id]?.archive(record.id, at: now)
            }
            return String(record.id)
        case .restore:
            guard let id = change.id.flatMap({ Int64($0.text) }), table(type).archivedRecord(id) != nil else {
                throw .notFound()
            }
            remember(id, nil, type, until: now)
            tables[type.id]?.restore(id)
            return String(id)
        case .associate, .dissociate: return try associate(change, type)
        case .addProperty: try addProperty(change, type, at: now)
        case .removeProperty: try removeProperty(change, type, at: now)
        }
        return nil
    }

    private mutating func create(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        let table = table(type)
        let highest = (table.live + table.archived).map(\.id).filter { $0 < 1 << 53 }.max() ?? 100
        let id = change.id.flatMap { Int64($0.text) } ?? highest + 1
        guard table.liveRecord(id) == nil, table.archivedRecord(id) == nil else {
            throw APIError(status: 409, message: "The record exists already", category: "CONFLICT")
        }
        remember(id, nil, type, until: now)
        let record = Record(id: id, createdAt: now, updatedAt: now, edits: edits(of: change, onto: [:]))
        var changed = table
        changed.put(record)
        tables[type.id] = changed
        return String(id)
    }

    private func edits(of change: Change, onto edits: [String: String?]) -> [String: String?] {
        edits.merging(change.properties ?? [:]) { _, new in new }
    }

    private func liveRecord(_ id: LooseID?, _ type: ObjectType) throws(APIError) -> Record {
        guard let id = id.flatMap({ Int64($0.text) }), let record = table(type).liveRecord(id) else {
            throw .notFound()
        }
        return record
    }

    private mutating func remember(_ id: Int64, _ record: Record?, _ type: ObjectType, until now: Timestamp) {
        past.append(PastRecord(typeID: type.id, id: id, record: record, until: now))
    }
}

// MARK: - Associations and definitions

extension Account {
    /// Moves no last-modified, as in HubSpot.
    private mutating func associate(_ change: Change, _ from: ObjectType) throws(APIError) -> String {
        guard let name = change.to, let to = type(named: name) else { throw .unknownType(change.to ?? "") }
        let source = try liveRecord(change.id, from).id
        let target = try liveRecord(change.toId, to).id
        let pair = TypePair(from: from.id, to: to.id)
        guard let kinds = associations[pair]?.kinds else { throw .invalid("The pair has no association types") }
        if change.kind == .dissociate {
            associations[pair]?.remove(from: source, to: target)
            associations[pair.reversed]?.remove(from: target, to: source)
        } else {
            guard let position = change.typeId.map({ wanted in kinds.firstIndex { $0.typeID == wanted } }) ?? 0 else {
                throw .invalid("The pair has no association type \(change.typeId ?? 0)")
            }
            let mask = UInt32(1) | 1 << UInt32(position)
            associations[pair]?.add(from: source, to: target, mask: mask)
            associations[pair.reversed]?.add(from: target, to: source, mask: mask)
        }
        return String(source)
    }

    private mutating func removeAssociations(of id: Int64, _ type: ObjectType) {
        for pair in associations.keys where pair.from == type.id {
            for target in associations[pair]?.removeAll(from: id) ?? [] {
                associations[pair.reversed]?.remove(from: target, to: id)
            }
        }
    }

    /// A new definition without values; one of the same name, live or archived, is replaced, as when HubSpot's users recreate one.
    private mutating func addProperty(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        guard let name = change.name, let index = types.firstIndex(where: { $0.id == type.id }) else {
            throw .invalid("add-property needs a name")
        }
        let number = (type.properties.map(\.number).max() ?? 0) + 1
        types[index].properties.removeAll { $0.name == name }
        types[index].properties.append(
            Property(
                number: number, name: name, label: change.label ?? name, type: change.propertyType ?? "string",
                fieldType: change.fieldType ?? "text", kind: .unset, group: type.properties.first?.group ?? "",
                createdAt: now, updatedAt: now))
    }

    private mutating func removeProperty(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) {
        guard let index = types.firstIndex(where: { $0.id == type.id }),
            let position = type.properties.firstIndex(where: { $0.name == change.name && !$0.isArchived })
        else { throw .notFound("Property \"\(change.name ?? "")\" does not exist") }
        types[index].properties[position].archivedAt = now
        types[index].properties[position].updatedAt = now
    }
}
