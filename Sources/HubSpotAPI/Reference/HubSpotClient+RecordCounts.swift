public import CRM
import Foundations

extension HubSpotClient {
    /// Records of each type, as HubSpot's limits tracking counts them; one call for the whole account.
    ///
    /// For planning and progress: whether archived records are counted is not documented, and types without records may be
    /// missing. Throws a `Failure` where the token may not ask.
    public func recordCounts() async throws -> [ObjectTypeID: Int64] {
        let call = APICall(endpoint: version.recordCounts, purpose: "cannot read the record counts")
        return try await executor.value(call) { body throws(JSONError) in
            let document = try JSONValue(parsing: body)
            let usages =
                document.elements("hubspotDefinedObjectTypes")
                + document.member("customObjectTypes").elements("byObjectType")
            return usages.reduce(into: [:]) { counts, usage in
                guard let id = usage.text("objectTypeId"), let count = usage.integer("usage") else { return }
                counts[ObjectTypeID(rawValue: id)] = count
            }
        }
    }
}
