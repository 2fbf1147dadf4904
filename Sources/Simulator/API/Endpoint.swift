/// A call of the API by what it does. The `v3`/`v4` paths and the dated ones are two names of one thing.
enum Endpoint: Sendable, Equatable {
    case recordList(String)
    case record(String, id: String)
    case recordBatchRead(String)
    case search(String)
    case recordAssociations(String, id: String, to: String)
    case associationBatchRead(String, String)
    case associationLabels(String, String)
    case schemas
    case schema(String)
    case properties(String)
    case property(String, name: String)
    case pipelines(String)
    case pipeline(String, id: String)
    case owners
    case owner(String)
    case accountDetails
    case apiUsage
    case merge(String)
    case privacyDelete(String)
    case pipelineAudit(String, id: String)
    case lists
    case listSearch
    case listPages
    case list(String)
    case listMemberships(String)
    case listMembershipsByTime(String)
    case listsOfRecord(String, id: String)
    case eventTypes
    case events
    case eventDefinitions
    case eventDefinition(String)
    case emailEvents
    case recordCounts
    case enablement
    case enablementOfType(String)
    case tokens
}

extension Endpoint {
    /// The endpoint's name in `GET /_simulator/calls`.
    var name: String {
        switch self {
        case .recordList: "records.list"
        case .record: "records.get"
        case .recordBatchRead: "records.batchRead"
        case .search: "records.search"
        case .recordAssociations: "associations.ofRecord"
        case .associationBatchRead: "associations.batchRead"
        case .associationLabels: "associations.labels"
        case .schemas: "schemas.list"
        case .schema: "schemas.get"
        case .properties: "properties.list"
        case .property: "properties.get"
        case .pipelines: "pipelines.list"
        case .pipeline: "pipelines.get"
        case .owners: "owners.list"
        case .owner: "owners.get"
        case .accountDetails: "account.details"
        case .apiUsage: "account.usage"
        case .merge: "records.merge"
        case .privacyDelete: "records.gdprDelete"
        case .pipelineAudit: "pipelines.audit"
        case .lists: "lists.byId"
        case .listSearch: "lists.search"
        case .listPages: "lists.all"
        case .list: "lists.get"
        case .listMemberships: "lists.memberships"
        case .listMembershipsByTime: "lists.joinOrder"
        case .listsOfRecord: "lists.ofRecord"
        case .eventTypes: "events.types"
        case .events: "events.list"
        case .eventDefinitions: "events.definitions"
        case .eventDefinition: "events.definition"
        case .emailEvents: "emailEvents.list"
        case .recordCounts: "limits.records"
        case .enablement: "objectLibrary.enablement"
        case .enablementOfType: "objectLibrary.type"
        case .tokens: "oauth.token"
        }
    }
}
