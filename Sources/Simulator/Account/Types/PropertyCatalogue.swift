import Foundations

/// The property definitions of the standard types and of the custom one: one of every type, and the names that break tools.
struct PropertyCatalogue {
    let ownerIDs: [String]

    var contacts: [Property] {
        var list = PropertyList(group: "contactinformation", idNumber: 1)
        addSystem(to: &list, created: "createdate")
        list.add("lastmodifieddate", "Last modified date", "datetime", "date", .updatedAt, fill: 1) {
            $0.isHubSpotDefined = true
        }
        list.add("email", "E-mail", "string", "text", .email, fill: 0.9) { $0.hasUniqueValue = true }
        list.add("firstname", "First name", "string", "text", .firstName, fill: 0.9)
        list.add("lastname", "Last name", "string", "text", .lastName, fill: 0.9)
        list.add("phone", "Phone", "phone_number", "phonenumber", .phone)
        list.add("lifecyclestage", "Lifecycle stage", "enumeration", "radio", choice: Self.lifecycle)
        list.add("interests", "Interests", "enumeration", "checkbox", choices: ["art", "sport", "music & more", "旅行"])
        list.add("birthday", "Birthday", "date", "date", .date)
        list.add("last_seen", "Last seen", "datetime", "date", .datetime)
        list.add("opted_out", "Opted out", "bool", "booleancheckbox", .bool)
        list.add("num_employees", "Employees", "number", "number", .integer)
        list.add("annualrevenue", "Annual revenue", "number", "number", .number)
        list.add("hs_calculated_phone_number", "Calculated number", "string", "calculation_equation", .phone) {
            $0.isCalculated = true
        }
        list.add("hubspotscore", "Score", "number", "calculation_score", .integer) { $0.isCalculated = true }
        list.add("message", "Message", "string", "textarea", .paragraph)
        list.add("hs_all_assigned_business_unit_ids", "Hidden list", "enumeration", "checkbox", choices: ["0", "1"]) {
            $0.isHidden = true
        }
        list.add("profile_json", "Profile", "json", "text", .json)
        list.add("place", "Place", "object_coordinates", "text", .phrase) { $0.isHidden = true }
        list.addAwkwardNames()
        list.add("passport_number", "Passport", "string", "text", .phone) { $0.sensitivity = .sensitive }
        list.add("blood_pressure", "Blood pressure", "number", "number", .integer) { $0.sensitivity = .highly }
        list.add("fax_old", "Fax", "string", "text", .phone) { $0.archive() }
        addMerged(to: &list)
        list.add("hs_calculated_merged_vids", "Merged vids", "enumeration", "text", .mergedPairs, fill: 1) {
            $0.isHubSpotDefined = true
            $0.isCalculated = true
        }
        return list.properties
    }

    var companies: [Property] {
        var list = PropertyList(group: "companyinformation", idNumber: 2)
        addSystem(to: &list, created: "createdate")
        list.add("name", "Name", "string", "text", .phrase, fill: 0.95)
        list.add("domain", "Domain", "string", "text", .domain, fill: 0.8)
        list.add("industry", "Industry", "enumeration", "select", choice: ["ACCOUNTING", "AIRLINES", "TEXTILES"])
        list.add("annualrevenue", "Annual revenue", "number", "number", .money)
        list.add("numberofemployees", "Employees", "number", "number", .integer)
        list.add("founded", "Founded", "date", "date", .date)
        list.add("is_public", "Public", "bool", "booleancheckbox", .bool)
        list.add("about", "About", "string", "html", .paragraph)
        list.add("tax_id", "Tax id", "string", "text", .phone) { $0.sensitivity = .sensitive }
        list.add("telex", "Telex", "string", "text", .phone) { $0.archive() }
        addMerged(to: &list)
        return list.properties
    }

    func deals(pipelines: [Pipeline], wide: Int) -> [Property] {
        var list = PropertyList(group: "dealinformation", idNumber: 3)
        addSystem(to: &list, created: "createdate")
        list.add("dealname", "Deal name", "string", "text", .phrase, fill: 0.97)
        list.add("amount", "Amount", "number", "number", .money, fill: 0.8)
        list.add("closedate", "Close date", "datetime", "date", .datetime, fill: 0.8)
        addStages(of: pipelines, to: &list, pipeline: "pipeline", stage: "dealstage")
        list.add("hs_deal_stage_probability", "Probability", "number", "number", .probability) {
            $0.isCalculated = true
        }
        list.add("hs_is_closed", "Closed", "bool", "calculation_equation", .bool) { $0.isCalculated = true }
        list.add("description", "Description", "string", "textarea", .paragraph)
        for index in 0..<wide {
            let kind = Self.wideKinds[index % Self.wideKinds.count]
            let name = "hs_v2_\(kind.stem)_in_stage_of_the_long_named_renewals_pipeline_\(810_000_000 + index)"
            list.add(name, "Wide \(index)", kind.type, kind.fieldType, kind.kind, fill: 0.08) {
                $0.isHubSpotDefined = true
                $0.isCalculated = index % 3 == 0
            }
        }
        addMerged(to: &list)
        return list.properties
    }

    func pets(pipelines: [Pipeline]) -> [Property] {
        var list = PropertyList(group: "pet_information", idNumber: 4)
        addSystem(to: &list, created: "hs_createdate")
        list.add("pet_name", "Name", "string", "text", .phrase, fill: 1)
        list.add("species", "Species", "enumeration", "select", choice: ["cat", "dog", "axolotl"])
        list.add("chip_number", "Chip", "string", "text", .phone) { $0.hasUniqueValue = true }
        list.add("weight", "Weight", "number", "number", .number)
        list.add("born", "Born", "date", "date", .date)
        list.add("vaccinated", "Vaccinated", "bool", "booleancheckbox", .bool)
        list.add("diagnosis", "Diagnosis", "string", "textarea", .paragraph) { $0.sensitivity = .highly }
        addStages(of: pipelines, to: &list, pipeline: "hs_pipeline", stage: "hs_pipeline_stage")
        addMerged(to: &list)
        return list.properties
    }

    /// The sketched properties with what every type has, a hidden, a calculated, a sensitive and an archived one.
    func sketched(
        _ sketches: [PropertySketch], name: String, created: String, pipelines: [Pipeline]
    ) -> [Property] {
        var list = PropertyList(group: "\(name)_information", idNumber: 5)
        addSystem(to: &list, created: created)
        for sketch in sketches {
            list.add(sketch.name, sketch.label, sketch.type, sketch.fieldType, sketch.kind, fill: sketch.fill) {
                if !sketch.options.isEmpty { $0.options = PropertyList.options(sketch.options) }
                $0.isHubSpotDefined = sketch.name.hasPrefix("hs_")
            }
        }
        if !pipelines.isEmpty {
            addStages(of: pipelines, to: &list, pipeline: "hs_pipeline", stage: "hs_pipeline_stage")
        }
        list.add("hs_all_accessible_team_ids", "Hidden teams", "enumeration", "checkbox", choices: ["60", "61"]) {
            $0.isHidden = true
            $0.isHubSpotDefined = true
        }
        list.add("hs_num_updates", "Updates", "number", "calculation_rollup", .integer) { $0.isCalculated = true }
        list.add("secret_remark", "Secret remark", "string", "text", .phrase) { $0.sensitivity = .sensitive }
        list.add("old_remark", "Old remark", "string", "text", .phrase) { $0.archive() }
        addMerged(to: &list)
        return list.properties
    }

    /// Last of all, so that the numbers of the others stay.
    private func addMerged(to list: inout PropertyList) {
        list.add("hs_merged_object_ids", "Merged record IDs", "enumeration", "checkbox", .mergedIDs, fill: 1) {
            $0.isHubSpotDefined = true
            $0.hasExternalOptions = true
        }
    }

    private func addSystem(to list: inout PropertyList, created: String) {
        list.add("hs_object_id", "Record ID", "number", "number", .objectID, fill: 1) {
            $0.isHubSpotDefined = true
            $0.hasUniqueValue = true
        }
        list.add(created, "Create date", "datetime", "date", .createdAt, fill: 1) { $0.isHubSpotDefined = true }
        list.add("hs_lastmodifieddate", "Object last modified", "datetime", "date", .updatedAt, fill: 1) {
            $0.isHubSpotDefined = true
        }
        list.add("hubspot_owner_id", "Owner", "enumeration", "select", .choice(ownerIDs.isEmpty ? [""] : ownerIDs)) {
            $0.isHubSpotDefined = true
            $0.hasExternalOptions = true
            $0.referencedObjectType = "OWNER"
        }
    }

    private func addStages(of pipelines: [Pipeline], to list: inout PropertyList, pipeline: String, stage: String) {
        list.add(pipeline, "Pipeline", "enumeration", "select", choice: pipelines.map(\.id))
        list.add(stage, "Stage", "enumeration", "radio", choice: pipelines.flatMap(\.stages).map(\.id), fill: 0.95)
    }

    private static let lifecycle = ["subscriber", "lead", "opportunity", "customer", "other"]
    private static let wideKinds: [(stem: String, type: String, fieldType: String, kind: ValueKind)] = [
        ("date_entered", "datetime", "date", .datetime), ("date_exited", "datetime", "date", .datetime),
        ("cumulative_time", "number", "number", .number), ("latest_note", "string", "text", .phrase),
    ]
}
