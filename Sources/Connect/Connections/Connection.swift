public import AWS
public import Foundations

/// One destination in a customer's account: what is granted, to which role, and how far the connection has come.
public struct Connection: Sendable, Hashable {
    /// Its name.
    public var name: ConnectionName
    /// How far it has come.
    public var state: State
    /// What is granted.
    public var grant: AccessGrant
    /// The prefix that the tables go to, one of the grant's; empty for the bucket's root.
    public var prefix: String
    /// The role; nil while it is unknown.
    public var role: RoleARN?
    /// The id that the role's trust policy asks for.
    public var externalID: ExternalID
    /// The id that a rotation has made and the role may not know yet.
    public var nextExternalID: ExternalID?
    /// hublake's principal as the customer was told to trust it.
    public var principal: String
    /// The account that owns the bucket where it is not the role's.
    public var bucketAccount: String?
    /// The server that speaks S3; nil for AWS.
    public var s3Endpoint: String?
    /// The server that speaks STS; nil for AWS.
    public var stsEndpoint: String?
    /// The region whose STS is asked; nil for the settings' choice.
    public var stsRegion: String?
    /// Whether the bucket keeps versions, as the doctor found.
    public var isVersioned: Bool?
    /// Where the HubSpot token is, or the token itself, sealed; nil when the settings say.
    public var hubspotToken: SecretReference?
    /// When it was reserved.
    public var createdAt: Timestamp
    /// When it was last proven.
    public var connectedAt: Timestamp?
    /// Since when AWS has refused; nil when it does not.
    public var refusedSince: Timestamp?

    /// How far a connection has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It has an external id; the role is not proven.
        case reserved
        /// The role is proven.
        case connected
        /// The customer's AWS has refused for a while. Data is kept; it goes on when AWS lets hublake in again.
        case paused
    }

    /// A reservation: everything that the customer needs, before the role exists.
    public init(
        name: ConnectionName, grant: AccessGrant, prefix: String, externalID: ExternalID, principal: String,
        createdAt: Timestamp
    ) {
        self.name = name
        state = .reserved
        self.grant = grant
        self.prefix = prefix
        self.externalID = externalID
        self.principal = principal
        self.createdAt = createdAt
    }

    /// `s3://bucket/prefix`.
    public var destination: String { "s3://\(grant.bucket)" + (prefix.isEmpty ? "" : "/\(prefix)") }

    /// The account that should own the bucket; nil while the role is unknown.
    public var bucketOwner: String? { bucketAccount ?? role?.account }

    /// The documents that the customer needs now: with the new id while a rotation is under way.
    public var documents: ConnectionDocuments {
        var grant = grant
        if let role {
            grant.roleName = role.name
            grant.account = role.account
        }
        return ConnectionDocuments(grant: grant, principal: principal, externalID: nextExternalID ?? externalID)
    }

    /// The ids to try, the newest first.
    public var externalIDs: [ExternalID] { [nextExternalID, externalID].compactMap { $0 } }

    /// The name of hublake's sessions, which the customer sees in CloudTrail; nothing personal.
    public var sessionName: String { "hublake-\(name)" }
}
