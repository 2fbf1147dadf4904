/// The HubSpot account that a token opens.
public struct Account: Sendable, Hashable {
    /// HubSpot's number of the account, also called hub id.
    public var portalID: Int64
    /// `STANDARD`, `SANDBOX`, `DEVELOPER_TEST` or `APP_DEVELOPER`.
    public var accountType: String?
    /// IANA name of the zone in which the daily call count is reset.
    public var timeZone: String?
    /// The region that holds the data: `na1`, `eu1`, …
    public var dataHostingLocation: String?

    /// An account; see the properties.
    public init(
        portalID: Int64, accountType: String? = nil, timeZone: String? = nil, dataHostingLocation: String? = nil
    ) {
        self.portalID = portalID
        self.accountType = accountType
        self.timeZone = timeZone
        self.dataHostingLocation = dataHostingLocation
    }
}
