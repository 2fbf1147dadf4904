import Foundations

extension Account {
    mutating func create(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        let id = change.id.flatMap { Int64($0.text) } ?? table(type).nextID
        guard table(type).liveRecord(id) == nil, table(type).archivedRecord(id) == nil else {
            throw APIError(status: 409, message: "The record exists already", category: "CONFLICT")
        }
        var record = Record(id: id, createdAt: now, updatedAt: now)
        record.story = try edited(record.currentStory, change, type, at: now)
        remember(id, nil, type, until: now)
        tables[type.id, default: RecordTable(live: [], archived: [])].put(record)
        return String(id)
    }

    mutating func update(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        let record = try liveRecord(change.id, type)
        try edit(record, change, type, at: now)
        return String(record.id)
    }

    /// Edits many records in one millisecond.
    mutating func bulkEdit(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String? {
        let first = change.id.flatMap { Int64($0.text) } ?? 0
        let records = table(type).page(after: first, limit: change.count ?? 100).records
        for record in records { try edit(record, change, type, at: now) }
        return records.last.map { String($0.id) }
    }

    private mutating func edit(
        _ record: Record, _ change: Change, _ type: ObjectType, at now: Timestamp
    ) throws(APIError) {
        remember(record.id, record, type, until: now)
        var record = record
        record.story = try edited(record.currentStory, change, type, at: now)
        if change.touches ?? true { record.touch(at: now) }
        tables[type.id]?.put(record)
    }

    private func edited(
        _ story: RecordStory, _ change: Change, _ type: ObjectType, at now: Timestamp
    ) throws(APIError) -> RecordStory {
        var story = story
        for (name, value) in (change.properties ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let property = type.liveProperty(name) else {
                throw .invalid("Property \"\(name)\" does not exist")
            }
            story.set(property, to: value, at: now, by: property.isCalculated ? .calculation : .user)
        }
        return story
    }

    /// Moves no last-modified, as in HubSpot; associations and list memberships end.
    mutating func archive(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        let record = try liveRecord(change.id, type)
        remember(record.id, record, type, until: now)
        release(record.id, type)
        tables[type.id]?.archive(record.id, at: now)
        return String(record.id)
    }

    /// Within 90 days; moves no last-modified.
    mutating func restore(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        guard let id = change.id.flatMap({ Int64($0.text) }), let record = table(type).archivedRecord(id),
            record.isRestorable(at: now)
        else { throw .notFound() }
        remember(id, nil, type, until: now)
        tables[type.id]?.restore(id)
        return String(id)
    }

    /// Takes a live or archived record away without a trace.
    mutating func purge(_ change: Change, _ type: ObjectType, at now: Timestamp) throws(APIError) -> String {
        guard let id = change.id.flatMap({ Int64($0.text) }) else { throw .notFound() }
        if change.kind == .privacyDelete { forgetAddresses(of: id, type) }
        if table(type).archivedRecord(id) != nil {
            tables[type.id]?.removeArchived(id)
        } else {
            let record = try liveRecord(change.id, type)
            remember(id, record, type, until: now)
            release(id, type)
            tables[type.id]?.remove(id)
        }
        for (name, events) in occurrences
        where eventTypes.first(where: { $0.fullyQualifiedName == name })?.typeID == type.id {
            occurrences[name] = events.filter { $0.objectID != id }
        }
        return String(id)
    }

    /// The e-mail events to a person who is forgotten go with their record.
    private mutating func forgetAddresses(of id: Int64, _ type: ObjectType) {
        guard let record = table(type).archivedRecord(id) ?? table(type).liveRecord(id) else { return }
        let values = type.properties.filter { ["email", "hs_additional_emails"].contains($0.name) }
            .compactMap { value($0, of: record, in: type) }
        let addresses = Set(values.flatMap { $0.lowercased().split(separator: ";").map(String.init) })
        emailEvents.removeAll { addresses.contains($0.recipient.lowercased()) }
    }

    func liveRecord(_ id: LooseID?, _ type: ObjectType) throws(APIError) -> Record {
        guard let id = id.flatMap({ Int64($0.text) }), let record = table(type).liveRecord(id) else {
            throw .notFound()
        }
        return record
    }

    mutating func remember(_ id: Int64, _ record: Record?, _ type: ObjectType, until now: Timestamp) {
        past.append(PastRecord(typeID: type.id, id: id, record: record, until: now))
    }

    /// Ends all associations and list memberships of a record.
    private mutating func release(_ id: Int64, _ type: ObjectType) {
        for pair in associations.keys where pair.from == type.id {
            for link in associations[pair]?.removeAll(from: id) ?? [] {
                associations[pair.reversed]?.remove(from: link.target, to: id)
            }
        }
        for index in lists.indices where lists[index].typeID == type.id { lists[index].remove(id) }
    }
}
