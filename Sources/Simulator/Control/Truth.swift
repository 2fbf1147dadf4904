import Foundations

/// What a complete and correct sync of the account has in its tables, in the raw text that HubSpot's API shows. Table by table, so
/// that a test can compare without asking the API.
public struct Truth: Sendable {
    let account: Account
    /// The moment it is the truth of: what is archived falls out of reach after 90 days.
    let now: Timestamp

    /// The names that `rows` knows.
    public var names: [String] {
        ["objects", "archived", "history"].flatMap { kind in account.types.map { "\(kind)/\($0.id)" } }
            + account.eventTypes.map { "events/\($0.fullyQualifiedName)" }
            + account.associations.keys.map { "associations/\($0.from)/\($0.to)" }.sorted()
            + [
                "association_definitions", "email_events", "event_types", "list_memberships", "lists", "merges",
                "object_and_event_type_definitions", "owner_teams", "owners", "pipeline_stages", "pipelines",
                "property_definitions",
            ]
    }

    /// The rows of a table; nil when there is none of that name.
    public func rows(_ name: String) -> [JSON]? {
        let part = name.split(separator: "/").map(String.init)
        switch (part.first, part.count) {
        case ("objects", 2): return account.types.first { $0.id == part[1] }.map(objects)
        case ("archived", 2): return account.types.first { $0.id == part[1] }.map(archived)
        case ("history", 2): return account.types.first { $0.id == part[1] }.map(history)
        case ("events", 2): return account.eventTypes.first { $0.fullyQualifiedName == part[1] }.map(events)
        case ("event_types", 1): return account.eventTypes.map(\.row)
        case ("email_events", 1): return account.emailEvents.map { $0.json(portalID: account.portalID) }
        case ("lists", 1): return account.lists.filter { $0.isShown(at: now) }.map(\.row)
        case ("list_memberships", 1): return account.lists.filter { $0.deletedAt == nil }.flatMap(\.memberRows)
        case ("merges", 1): return account.merges.map(\.row)
        case ("associations", 3):
            return account.associations[TypePair(from: part[1], to: part[2])].map(associations)
        case ("object_and_event_type_definitions", 1): return account.types.map(\.definitionRow)
        case ("property_definitions", 1):
            return account.types.flatMap { type in type.properties.map { $0.definitionRow(typeID: type.id) } }
        case ("association_definitions", 1): return associationDefinitions
        case ("owners", 1): return account.owners.map(\.row)
        case ("owner_teams", 1): return account.owners.flatMap(\.teamRows)
        case ("pipelines", 1): return account.types.flatMap { type in type.pipelines.map { $0.row(typeID: type.id) } }
        case ("pipeline_stages", 1):
            return account.types.flatMap { type in type.pipelines.flatMap { $0.stageRows(typeID: type.id) } }
        default: return nil
        }
    }

    /// Live records with every live property, sensitive and hidden ones too.
    private func objects(_ type: ObjectType) -> [JSON] { account.table(type).live.map { row($0, type) } }

    /// The same of the records archived in the last 90 days, with the time.
    private func archived(_ type: ObjectType) -> [JSON] {
        account.table(type).archived.filter { $0.isRestorable(at: now) }.map { record in
            row(record, type).adding("archivedat", .text(record.archivedAt?.iso8601))
        }
    }

    private func row(_ record: Record, _ type: ObjectType) -> JSON {
        let properties = type.properties.filter { !$0.isArchived }
        return .fields([
            "objecttypeid": .string(type.id), "objectid": .string(String(record.id)),
            "createdat": .string(record.createdAt.iso8601), "updatedat": .string(record.updatedAt.iso8601),
            "properties": .object(
                properties.map { JSON.Member(name: $0.name, value: .text(account.value($0, of: record, in: type))) }
            ),
        ])
    }

    /// Every entry of every live property of the live records; newest first within a property.
    private func history(_ type: ObjectType) -> [JSON] {
        let properties = type.properties.filter { !$0.isArchived }
        return account.table(type).live.flatMap { record in
            properties.flatMap { property in
                account.history(property, of: record, in: type).map { entry in
                    .fields([
                        "objecttypeid": .string(type.id), "objectid": .string(String(record.id)),
                        "name": .string(property.name), "value": .string(entry.value ?? ""),
                        "updatedat": .string(entry.timestamp.iso8601), "sourcetype": .string(entry.source.type),
                        "sourceid": .text(entry.source.id), "sourcelabel": .text(entry.source.label),
                        "updatedbyuserid": entry.source.userID.map(JSON.integer) ?? .null,
                    ])
                }
            }
        }
    }

    private func events(_ type: EventType) -> [JSON] {
        (account.occurrences[type.fullyQualifiedName] ?? []).map { event in
            .fields([
                "eventtypeid": .text(type.id), "id": .string(account.id(of: event, type)),
                "objecttypeid": .string(type.typeID), "objectid": .string(String(event.objectID)),
                "occurredat": .string(event.occurredAt.iso8601),
                "properties": .object(
                    account.values(of: event, type).map { JSON.Member(name: $0.name, value: .string($0.value)) }),
            ])
        }
    }

    private func associations(_ table: AssociationTable) -> [JSON] {
        table.links.sorted { $0.key < $1.key }.flatMap { source, links in
            links.flatMap { link in
                table.kinds(of: link).map { kind in
                    .fields([
                        "fromobjectid": .string(String(source)), "toobjectid": .string(String(link.target)),
                        "associationcategory": .string(kind.category), "associationtypeid": .integer(kind.typeID),
                        "label": .text(kind.label),
                    ])
                }
            }
        }
    }

    private var associationDefinitions: [JSON] {
        account.associations.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }.flatMap { pair, table in
            table.kinds.map { kind in
                .fields([
                    "category": .string(kind.category), "id": .integer(kind.typeID),
                    "fromobjecttypeid": .string(pair.from),
                    "toobjecttypeid": .string(pair.to), "label": .text(kind.label),
                ])
            }
        }
    }
}
