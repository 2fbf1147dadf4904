import Foundations

extension Account {
    mutating func merge(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        let primary = try liveRecord(change.id, type).id
        let absorbed = try liveRecord(change.toId, type).id
        guard primary != absorbed else { throw .invalid("A record cannot be merged with itself") }
        guard
            let survivor = merge(primary: primary, absorbed: absorbed, of: type, intoNew: change.newId ?? true, at: now)
        else { throw .notFound() }
        return String(survivor)
    }

    /// Merges two live records: into a new one that absorbs both, or into the primary. The current values are the primary's, where it
    /// ever had one; the history has both records'. The survivor's id, nil when one of them is not live.
    mutating func merge(
        primary primaryID: Int64, absorbed otherID: Int64, of type: ObjectType, intoNew: Bool, at now: Timestamp
    ) -> Int64? {
        guard let primary = table(type).liveRecord(primaryID), let other = table(type).liveRecord(otherID) else {
            return nil
        }
        var survivor = primary
        if intoNew {
            survivor = Record(id: table(type).nextID, createdAt: primary.createdAt, updatedAt: now)
            survivor.story = RecordStory(madeUntil: now)
        }
        var story = survivor.currentStory
        for property in type.properties where !property.isArchived && property.kind.isOwn {
            guard let own = history(property, of: primary, in: type).first,
                let others = history(property, of: other, in: type).first, others.timestamp > own.timestamp
            else { continue }
            story.set(property, to: own.value, at: now, by: .merge)
        }
        let gone = intoNew ? [primary, other] : [other]
        story.absorbed += gone.map { RecordStory.Absorbed(record: $0, at: now) }
        survivor.story = story
        if !intoNew { survivor.touch(at: now) }
        remember(survivor.id, intoNew ? nil : primary, type, until: now)
        for record in gone {
            if record.id != primaryID { remember(record.id, record, type, until: now) }
            tables[type.id]?.remove(record.id)
            move(record.id, to: survivor.id, type, at: now)
            merges.append(Merge(typeID: type.id, absorbed: record.id, survivor: survivor.id, at: now))
        }
        if intoNew { remember(primaryID, primary, type, until: now) }
        tables[type.id]?.put(survivor)
        return survivor.id
    }

    /// Gives a record's associations, list memberships and events to another one.
    private mutating func move(_ id: Int64, to survivor: Int64, _ type: ObjectType, at now: Timestamp) {
        for pair in associations.keys where pair.from == type.id {
            for link in associations[pair]?.removeAll(from: id) ?? [] {
                let mask = associations[pair]?.inverted(link.mask) ?? link.mask
                associations[pair.reversed]?.remove(from: link.target, to: id)
                guard link.target != survivor || pair.from != pair.to else { continue }
                associations[pair]?.add(from: survivor, to: link.target, mask: link.mask)
                associations[pair.reversed]?.add(from: link.target, to: survivor, mask: mask)
            }
        }
        for index in lists.indices where lists[index].typeID == type.id {
            if lists[index].remove(id) { lists[index].add(survivor, at: now) }
        }
        for (name, events) in occurrences
        where eventTypes.first(where: { $0.fullyQualifiedName == name })?.typeID == type.id {
            occurrences[name] = events.map { event in
                var event = event
                if event.objectID == id { event.objectID = survivor }
                return event
            }
        }
    }
}

extension ValueKind {
    /// False for what follows from the record itself.
    fileprivate var isOwn: Bool {
        switch self {
        case .objectID, .createdAt, .updatedAt, .mergedIDs, .mergedPairs: false
        default: true
        }
    }
}
