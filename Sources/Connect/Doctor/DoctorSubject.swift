public import AWS
public import Foundations

/// What the doctor examines.
public struct DoctorSubject: Sendable, Hashable {
    /// The connection's name; nil without one.
    public var connection: String?
    /// What is granted, or should be.
    public var grant: AccessGrant
    /// The prefix that the tables go to; empty for the bucket's root.
    public var prefix: String
    /// The role; nil when hublake uses its own keys as they are.
    public var role: RoleARN?
    /// The external id that the role should ask for; nil for a role of one's own that asks for none.
    public var externalID: String?
    /// The id that a rotation has made.
    public var nextExternalID: String?
    /// Ids that must not open this role, with what to call each: retired ones, and those of other connections.
    public var otherIDs: [OtherID]
    /// hublake's principal as the trust policy should name it, where it is known before AWS is asked.
    public var principal: String?
    /// The account that should own the bucket; nil without a role.
    public var bucketOwner: String?
    /// The region that the settings name; nil when they name none.
    public var region: String?
    /// Whether S3 is AWS's, not another server.
    public var isAWS: Bool
    /// The region whose STS is asked.
    public var stsRegion: String
    /// The role's trust policy as the customer gave it.
    public var trustPolicy: JSONValue?

    /// An external id that belongs elsewhere.
    public struct OtherID: Sendable, Hashable {
        /// The id.
        public var id: ExternalID
        /// Whose it is: "the connection beta".
        public var owner: String

        /// An id; see the properties.
        public init(id: ExternalID, owner: String) {
            self.id = id
            self.owner = owner
        }
    }

    /// A subject; see the properties.
    public init(
        connection: String? = nil, grant: AccessGrant, prefix: String, role: RoleARN? = nil,
        externalID: String? = nil, nextExternalID: String? = nil, otherIDs: [OtherID] = [],
        principal: String? = nil, bucketOwner: String? = nil, region: String? = nil, isAWS: Bool = true,
        stsRegion: String = "us-east-1", trustPolicy: JSONValue? = nil
    ) {
        self.connection = connection
        self.grant = grant
        self.prefix = prefix
        self.role = role
        self.externalID = externalID
        self.nextExternalID = nextExternalID
        self.otherIDs = otherIDs
        self.principal = principal
        self.bucketOwner = bucketOwner
        self.region = region
        self.isAWS = isAWS
        self.stsRegion = stsRegion
        self.trustPolicy = trustPolicy
    }

    /// The one key that the doctor writes.
    public var key: String { prefix.isEmpty ? ".connection-check" : "\(prefix)/.connection-check" }

    /// Beside the prefix, such that a policy that lacks the slash (`exports*`) is noticed too. Only dry PUTs go there.
    public var outsideKey: String { "\(prefix)-outside/.connection-check" }

    /// What a listing of the tables begins with.
    var listPrefix: String { prefix.isEmpty ? "" : "\(prefix)/" }

    /// `s3://bucket/prefix/`.
    var place: String { "s3://\(grant.bucket)/\(listPrefix)" }

    /// The bytes of the object that the doctor writes.
    static let content = Array("hublake wrote this to check the connection; it may be deleted.\n".utf8)
}
