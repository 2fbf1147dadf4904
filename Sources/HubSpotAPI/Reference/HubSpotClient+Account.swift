public import CRM
import Foundations

extension HubSpotClient {
    /// The account that the token opens; the cheapest call to find out whether it opens one.
    public func account() async throws -> Account {
        let call = APICall(endpoint: version.accountDetails, purpose: "cannot read the account's details")
        return try await executor.value(call) { body throws(JSONError) in
            let details = try JSONValue(parsing: body)
            guard let portalID = details.integer("portalId") else {
                throw JSONError(.shape, "the account has no portalId", offset: 0)
            }
            return Account(
                portalID: portalID, accountType: details.text("accountType"), timeZone: details.text("timeZone"),
                dataHostingLocation: details.text("dataHostingLocation"))
        }
    }
}
