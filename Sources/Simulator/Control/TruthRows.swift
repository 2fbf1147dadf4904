import Foundations

/// The rows of the reference tables, with the column names of hublake's data format.
extension ObjectType {
    var definitionRow: JSON {
        .fields([
            "objecttypeid": .string(id), "fullyqualifiedname": .string(fullyQualifiedName), "name": .string(name),
            "singularname": .string(singularLabel), "pluralname": .string(pluralLabel),
            "description": .text(schema?.description), "metatype": isCustom ? "portal" : "hubspot",
            "primarydisplayproperty": .text(schema?.primaryDisplayProperty), "archived": false,
            "createdat": .text(schema?.createdAt.iso8601), "updatedat": .text(schema?.updatedAt.iso8601),
        ])
    }
}

extension Property {
    func definitionRow(typeID: String) -> JSON {
        .fields([
            "objecttypeid": .string(typeID), "name": .string(name), "label": .string(label),
            "description": .string(description), "type": .string(type), "fieldtype": .string(fieldType),
            "groupname": .string(group), "options": optionsJSON, "displayorder": .integer(displayOrder),
            "calculated": .bool(isCalculated), "hasuniquevalue": .bool(hasUniqueValue), "hidden": .bool(isHidden),
            "hubspotdefined": .bool(isHubSpotDefined), "referencedobjecttype": .text(referencedObjectType),
            "datasensitivity": .string(sensitivity.rawValue), "archived": .bool(isArchived),
            "archivedat": .text(archivedAt?.iso8601), "createdat": .string(createdAt.iso8601),
            "updatedat": .string(updatedAt.iso8601), "createuserid": isHubSpotDefined ? .null : "700",
            "updateuserid": isHubSpotDefined ? .null : "701",
        ])
    }
}

extension Owner {
    var row: JSON {
        .fields([
            "ownerid": .string(id), "type": .string(type), "email": .text(email), "firstname": .text(firstName),
            "lastname": .text(lastName), "userid": isArchived ? .null : userID.map(JSON.integer) ?? .null,
            "useridincludinginactive": userID.map(JSON.integer) ?? .null, "archived": .bool(isArchived),
            "createdat": .string(createdAt.iso8601), "updatedat": .string(updatedAt.iso8601),
        ])
    }

    var teamRows: [JSON] {
        teams.map { team in
            .fields([
                "ownerid": .string(id), "teamid": .string(team.id), "teamname": .string(team.name),
                "isprimary": .bool(team.isPrimary),
            ])
        }
    }
}

extension Pipeline {
    func row(typeID: String) -> JSON {
        .fields([
            "objecttypeid": .string(typeID), "pipelineid": .string(id), "label": .string(label),
            "displayorder": .integer(displayOrder), "archived": false, "createdat": .string(createdAt.iso8601),
            "updatedat": .string(updatedAt.iso8601), "archivedat": .null,
        ])
    }

    func stageRows(typeID: String) -> [JSON] {
        stages.map { stage in
            let metadata = Dictionary(
                stage.metadata.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            return .fields([
                "objecttypeid": .string(typeID), "pipelineid": .string(id), "stageid": .string(stage.id),
                "label": .string(stage.label), "displayorder": .integer(stage.displayOrder),
                "probability": .text(metadata["probability"]), "isclosed": .text(metadata["isClosed"]),
                "metadata": stage.metadataJSON, "archived": false, "createdat": .string(createdAt.iso8601),
                "updatedat": .string(updatedAt.iso8601), "archivedat": .null,
            ])
        }
    }
}

extension SegmentList {
    var row: JSON {
        .fields([
            "listid": .string(String(id)), "name": .string(name), "listtype": .string(processingType),
            "processingstatus": .string(processingStatus), "objecttypeid": .string(typeID),
            "size": .integer(Int64(members.count)), "createdat": .string(createdAt.iso8601),
            "updatedat": .string(updatedAt.iso8601), "filtersupdatedat": .text(filtersUpdatedAt?.iso8601),
            "deletedat": .text(deletedAt?.iso8601), "createdbyid": .string(createdBy),
        ])
    }

    var memberRows: [JSON] {
        members.map { member in
            .fields([
                "listid": .string(String(id)), "objecttypeid": .string(typeID), "objectid": .string(String(member.id)),
                "joinedat": .string(member.joinedAt.iso8601),
            ])
        }
    }
}

extension EventType {
    /// Of types that are not defined in the account the API tells no more than the name.
    var row: JSON {
        .fields([
            "eventtypeid": .text(id), "fullyqualifiedname": .string(fullyQualifiedName),
            "isdefined": .bool(isDefined), "name": isDefined ? .string(name) : .null,
            "label": isDefined ? .string(label) : .null, "description": .text(description),
            "primaryobjecttypeid": .string(typeID), "archived": .bool(archivedAt != nil),
            "createdat": isDefined ? .string(createdAt.iso8601) : .null,
            "updatedat": isDefined ? .string(updatedAt.iso8601) : .null,
            "properties": .array(
                properties.map { property in
                    .fields([
                        "name": .string(property.name), "label": .string(property.label),
                        "type": .string(property.type),
                        "fieldtype": .string(property.fieldType), "options": property.optionsJSON,
                    ])
                }),
        ])
    }
}

extension Account.Merge {
    var row: JSON {
        .fields([
            "objecttypeid": .string(typeID), "absorbedid": .string(String(absorbed)),
            "survivorid": .string(String(survivor)), "mergedat": .string(at.iso8601),
        ])
    }
}
