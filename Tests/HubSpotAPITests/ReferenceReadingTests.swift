import CRM
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("Reading object types, properties, owners and pipelines")
struct ReferenceReadingTests {
    @Test("B053: the catalogue knows HubSpot's types by id and by name, and which property moves when one changes")
    func standardTypes() {
        let all = StandardObjectTypes.all
        #expect(all.count == 36)
        #expect(Set(all.map(\.id)).count == all.count && Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.pathSegment)).count == all.count && Set(all.compactMap(\.pluralName)).count == all.count)
        #expect(StandardObjectTypes.named("Contact")?.id == .contacts)
        #expect(StandardObjectTypes.named("0-2")?.pathSegment == "companies")
        #expect(StandardObjectTypes.named("services")?.pathSegment == "0-162")
        #expect(StandardObjectTypes.named("goal_targets")?.id.rawValue == "0-74")
        #expect(StandardObjectTypes.named("pets") == nil)
        #expect(all.filter { $0.lastModifiedProperty != "hs_lastmodifieddate" }.map(\.id) == [.contacts])
        #expect(all.allSatisfy { !StandardObjectTypes.readScopes(of: $0.id).isEmpty })
        #expect(StandardObjectTypes.readScopes(of: .init(rawValue: "2-7")) == ["crm.objects.custom.read"])
    }

    @Test("B027: custom types are known by their id, live and archived")
    func customTypes() async throws {
        let transport = AnsweringTransport { request, _ in
            request.query["archived"] == "true"
                ? .json(200, #"{"results":[{"name":"old","objectTypeId":"2-779","archived":true}]}"#)
                : .json(
                    200,
                    #"""
                    {"results":[{"name":"deals","objectTypeId":"2-777","fullyQualifiedName":"p1_deals","description":"Ours",
                      "labels":{"singular":"Deal","plural":"Deals"},"primaryDisplayProperty":"serial","new":[1],
                      "createdAt":"2025-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00.5Z"},
                     {"name":"Contacts","objectTypeId":"2-778","fullyQualifiedName":"p1_Contacts","labels":null}]}
                    """#)
        }
        let types = try await HubSpotClient.testing(transport).customObjectTypes()
        #expect(types.map(\.id.rawValue) == ["2-777", "2-778", "2-779"])
        #expect(types.map(\.isArchived) == [false, false, true])
        #expect(types.map(\.pathSegment) == ["2-777", "2-778", "2-779"])
        #expect(types[0].primaryDisplayProperty == "serial" && types[0].description == "Ours")
        #expect(types[0].createdAt == Timestamp(iso8601: "2025-01-01T00:00:00Z"))
        #expect(types[1].singularLabel == "Contacts")
        #expect(transport.requests.allSatisfy { $0.query["includePropertyDefinitions"] == "false" })
    }

    @Test("properties are read in three sensitivities, live and archived; a live one beats an archived namesake")
    func properties() async throws {
        let transport = AnsweringTransport { request, _ in
            switch (request.query["dataSensitivity"], request.query["archived"]) {
            case ("non_sensitive", "false"):
                .json(
                    200,
                    #"""
                    {"results":[{"name":"lifecyclestage","label":"Stage \ud83d","type":"enumeration","fieldType":"radio",
                    "groupName":"contactinformation","displayOrder":1,"hasUniqueValue":false,"hidden":true,"hubspotDefined":"true",
                    "calculated":false,"options":[{"value":"b","label":"B","displayOrder":1},{ "label":"A","value":"a"}],
                    "referencedObjectType":"OWNER","createdAt":"2020-02-02T00:00:00.000Z","createdUserId":77,"later":{}}]}
                    """#)
            case ("non_sensitive", "true"):
                .json(
                    200,
                    #"{"results":[{"name":"lifecyclestage","type":"string"},{"name":"gone","type":"number","archivedAt":"2026-01-01T00:00:00Z"}]}"#
                )
            case ("sensitive", "false"): .json(200, #"{"results":[{"name":"ssn","type":"string","options":[]}]}"#)
            default: .json(200, #"{"results":[]}"#)
            }
        }
        let properties = try await HubSpotClient.testing(transport).properties(of: StandardObjectTypes.contacts)
        #expect(transport.requests.count == 6)
        #expect(Set(properties.map(\.name)) == ["lifecyclestage", "ssn", "gone"])
        let stage = try #require(properties.first)
        #expect(stage.type == "enumeration" && stage.label == "Stage \u{FFFD}" && !stage.isArchived)
        #expect(stage.isHubSpotDefined == true && stage.isHidden == true && stage.createdUserID == "77")
        #expect(stage.optionsJSON == #"[{"displayOrder":1,"label":"B","value":"b"},{"label":"A","value":"a"}]"#)
        #expect(properties.first { $0.name == "ssn" }?.isSensitive == true)
        #expect(properties.first { $0.name == "ssn" }?.optionsJSON == nil)
        #expect(properties.first { $0.name == "gone" }?.isArchived == true)
    }

    @Test("archived definitions that are known are asked for again only if a live one has left")
    func knownDefinitions() async throws {
        let transport = AnsweringTransport { request, _ in
            switch (request.query["dataSensitivity"], request.query["archived"]) {
            case ("non_sensitive", "false"): .json(200, #"{"results":[{"name":"city","type":"string"}]}"#)
            case ("non_sensitive", "true"): .json(200, #"{"results":[{"name":"zip","type":"string"}]}"#)
            default: .json(200, #"{"results":[]}"#)
            }
        }
        func definition(_ name: String, isArchived: Bool = false) -> PropertyDefinition {
            PropertyDefinition(name: name, label: name, type: "string", fieldType: "", isArchived: isArchived)
        }
        func read(_ known: [PropertyDefinition]) async throws -> [String: Bool] {
            let properties = try await HubSpotClient.testing(transport).properties(
                of: StandardObjectTypes.deals, known: known)
            return Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.isArchived) })
        }
        // "old" is what was known; HubSpot is not asked, so it cannot say "zip".
        let unchanged = try await read([definition("city"), definition("old", isArchived: true)])
        #expect(unchanged == ["city": false, "old": true])
        #expect(transport.requests.count == 3)
        let restored = try await read([definition("city", isArchived: true)])
        #expect(restored == ["city": false])
        let left = try await read([definition("city"), definition("zip"), definition("old", isArchived: true)])
        #expect(left == ["city": false, "zip": true])
        #expect(transport.requests.count == 12)
    }

    @Test("without the scope for sensitive definitions the others are returned; without any scope it is a failure")
    func sensitiveScopes() async throws {
        let transport = AnsweringTransport { request, _ in
            request.query["dataSensitivity"] == "non_sensitive"
                ? .json(200, #"{"results":[{"name":"city","type":"string"}]}"#)
                : .json(403, #"{"category":"MISSING_SCOPES"}"#)
        }
        let properties = try await HubSpotClient.testing(transport).properties(of: StandardObjectTypes.deals)
        #expect(properties.map(\.name) == ["city"])
        let closed = AnsweringTransport(
            .json(403, #"{"errors":[{"context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}"#))
        let refused = await failure {
            _ = try await HubSpotClient.testing(closed).properties(of: StandardObjectTypes.deals)
        }
        #expect(refused?.missingPermissions == ["crm.objects.deals.read"])
    }

    @Test("owners are read to the last page, live and archived, each once")
    func owners() async throws {
        let transport = AnsweringTransport { request, _ in
            switch (request.query["archived"], request.query["after"]) {
            case ("false", nil):
                .json(
                    200,
                    #"""
                    {"results":[{"id":"51001","email":"rep@example.com","type":"PERSON","firstName":"Ada","userId":77,
                     "teams":[{"id":61,"name":"North","primary":true}]}],"paging":{"next":{"after":"NTAw=="}}}
                    """#)
            case ("false", "NTAw%3D%3D"): .json(200, #"{"results":[{"id":51002,"type":"QUEUE","userId":null}]}"#)
            case ("true", nil):
                .json(200, #"{"results":[{"id":"51003","userId":null,"userIdIncludingInactive":"9"},{"id":"51001"}]}"#)
            default: .json(400, "{}")
            }
        }
        let owners = try await HubSpotClient.testing(transport).owners()
        #expect(owners.map(\.id) == ["51001", "51002", "51003"])
        #expect(owners.map(\.isArchived) == [false, false, true])
        #expect(owners[0].teams == [.init(id: "61", name: "North", isPrimary: true)])
        #expect(owners[2].userIDIncludingInactive == 9 && owners[2].userID == nil)
        #expect(transport.requests.allSatisfy { $0.query["limit"] == "500" })
    }

    @Test("paging that does not advance is a failure, not an endless loop (B057)")
    func stuckPaging() async {
        let transport = AnsweringTransport(.json(200, #"{"results":[],"paging":{"next":{"after":"7"}}}"#))
        #expect(await failure { _ = try await HubSpotClient.testing(transport).owners() }?.kind == .invalidData)
        #expect(transport.requests.count == 2)
    }

    @Test("pipelines come with their stages and all text of their metadata")
    func pipelines() async throws {
        let transport = AnsweringTransport(
            .json(
                200,
                #"""
                {"results":[{"id":"default","label":"Sales","displayOrder":0,"archived":false,
                 "createdAt":"2020-01-01T00:00:00Z","stages":[{"id":"closedwon","label":"Won","displayOrder":5,
                 "metadata":{"isClosed":"true","probability":1.0,"none":null},"writePermissions":"X"}]},{"id":7}]}
                """#))
        let pipelines = try await HubSpotClient.testing(transport).pipelines(of: StandardObjectTypes.deals)
        #expect(pipelines.map(\.id) == ["default", "7"])
        #expect(pipelines[0].stages.map(\.id) == ["closedwon"])
        #expect(pipelines[0].stages[0].metadata == ["isClosed": "true", "probability": "1.0"])
        #expect(transport.requests.first?.path == "/crm/pipelines/2026-03/deals")
    }

    @Test("a type without pipelines has none")
    func noPipelines() async throws {
        for answer in [
            HTTPResponse.json(404, #"{"status":"error","message":"not found"}"#),
            .json(400, #"{"message":"Object type 0-1 does not support pipelines"}"#),
        ] {
            let client = HubSpotClient.testing(AnsweringTransport(answer))
            #expect(try await client.pipelines(of: StandardObjectTypes.contacts).isEmpty)
        }
        let other = HubSpotClient.testing(AnsweringTransport(.json(400, #"{"message":"Unable to infer object type"}"#)))
        #expect(await failure { _ = try await other.pipelines(of: StandardObjectTypes.contacts) } != nil)
    }
}
