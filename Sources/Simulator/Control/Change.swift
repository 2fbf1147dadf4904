import Foundations

/// A change of the account between two syncs, as `POST /_simulator/changes` takes it.
struct Change: Decodable, Sendable {
    var kind: Kind
    /// The object type, by any of its names; changes of lists and events need none.
    var type: String?
    var id: LooseID?
    /// For `create`, `update` and `bulk-edit`; null clears a value to nothing, `""` to HubSpot's cleared value. For `event` its values.
    var properties: [String: String?]?
    /// For `update`: false leaves last-modified alone, as HubSpot does when it calculates a value.
    var touches: Bool?
    /// How many records `bulk-edit` changes, from `id` upwards.
    var count: Int?
    /// The target of `associate` and `dissociate`.
    var to: String?
    /// The target's id; for `merge` the record that is absorbed.
    var toId: LooseID?
    /// For `merge`: false lets the primary's id survive.
    var newId: Bool?
    /// An association type of the pair besides the plain one.
    var typeId: Int64?
    /// The definition that is meant, a list's name, an event type's or an e-mail event's; a new custom type's internal name.
    var name: String?
    var propertyType: String?
    var fieldType: String?
    var label: String?
    var options: [String]?
    /// The list that is meant.
    var list: LooseID?
    /// The records that enter or leave it.
    var ids: [LooseID]?
    /// A new list's kind.
    var processingType: String?
    /// When an event is said to have happened; without it, now.
    var at: String?
    var recipient: String?
    /// The stages of `put-pipeline`, in their order.
    var stages: [StageChange]?

    /// A stage as `put-pipeline` takes it.
    struct StageChange: Decodable, Sendable {
        var id: String
        var label: String
        var probability: String?
        var isClosed: Bool?
    }

    enum Kind: String, Decodable, Sendable {
        case create, update, archive, restore, purge, merge, associate, dissociate, event
        case privacyDelete = "gdpr-delete"
        case bulkEdit = "bulk-edit"
        case addProperty = "add-property"
        case updateProperty = "update-property"
        case removeProperty = "remove-property"
        case putPipeline = "put-pipeline"
        case removePipeline = "remove-pipeline"
        case addType = "add-type"
        case removeType = "remove-type"
        case updateLabel = "update-label"
        case createList = "create-list"
        case renameList = "rename-list"
        case deleteList = "delete-list"
        case restoreList = "restore-list"
        case addToList = "add-to-list"
        case removeFromList = "remove-from-list"
        case emailEvent = "email-event"
    }

    init(kind: Kind, type: String, id: LooseID, toId: LooseID? = nil) {
        self.kind = kind
        self.type = type
        self.id = id
        self.toId = toId
    }
}

extension Account {
    /// Applies one change; the id of what it concerned, if that has one.
    mutating func apply(_ change: Change, at now: Timestamp) throws(APIError) -> String? {
        let now = Timestamp(microseconds: now.milliseconds * 1000)
        switch change.kind {
        case .createList, .renameList, .deleteList, .restoreList, .addToList, .removeFromList:
            return try applyToList(change, at: now)
        case .event: return try addEvent(change, at: now)
        case .emailEvent: return try addEmailEvent(change, at: now)
        case .addType: return try addType(change, at: now)
        default: break
        }
        guard let name = change.type, let type = type(named: name) else { throw .unknownType(change.type ?? "") }
        switch change.kind {
        case .create: return try create(change, type, at: now)
        case .update: return try update(change, type, at: now)
        case .bulkEdit: return try bulkEdit(change, type, at: now)
        case .archive: return try archive(change, type, at: now)
        case .restore: return try restore(change, type, at: now)
        case .purge, .privacyDelete: return try purge(change, type, at: now)
        case .merge: return try merge(change, type, at: now)
        case .associate, .dissociate: return try associate(change, type)
        case .addProperty: try addProperty(change, type, at: now)
        case .updateProperty: try updateProperty(change, type, at: now)
        case .removeProperty: try removeProperty(change, type, at: now)
        case .putPipeline: try putPipeline(change, type, at: now)
        case .removePipeline: try removePipeline(change, type)
        case .removeType: try removeType(type)
        case .updateLabel: try updateLabel(change, type)
        default: break
        }
        return nil
    }

    /// Forgets what no index that lags by `lag` needs any more.
    mutating func forgetPast(before moment: Timestamp) { past.removeAll { $0.until <= moment } }
}
