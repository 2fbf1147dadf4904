/// One question that the doctor asks AWS. Together they touch one fixed key, so that repeated runs never pile anything up.
public enum Probe: Sendable, Hashable {
    /// Who are we? (GetCallerIdentity)
    case callerIdentity
    /// May we take the role on, with this external id? (AssumeRole)
    case assumeRole(IDChoice)
    /// Whose session did we get? (GetCallerIdentity with it)
    case sessionIdentity
    /// Where is the bucket? (HEAD, unsigned: AWS names the region whatever the permissions are)
    case bucketRegion
    /// ListObjectsV2 with this prefix; with or without the demand that the bucket belong to the expected account.
    case list(prefix: String, checksOwner: Bool)
    /// GetBucketLocation.
    case bucketLocation
    /// A PUT whose MD5 is wrong on purpose: 403 means not allowed, 400 allowed, and nothing is stored either way.
    case dryPut(Place)
    /// A PUT with `If-None-Match: *`; `again` when the object must be there already.
    case putIfAbsent(again: Bool)
    /// HEAD of the object that an earlier run could not remove: it serves this run too, so that nothing piles up.
    case adopt
    /// A PUT without a condition.
    case put
    /// A PUT whose CRC is wrong on purpose, which a server should refuse.
    case putWithWrongChecksum
    /// GET.
    case get
    /// GET of a version, `null` in a bucket without them.
    case getVersion(String)
    /// The four calls of an upload in parts.
    case createUpload, uploadPart, abortUpload, completeUpload
    /// DELETE without a version.
    case delete(Place)
    /// DELETE of a version or of a delete marker.
    case deleteVersion(String)
    /// DELETE of what finishing the upload made: of this version, or of the object where there are none.
    case removeUploaded(String?)

    /// Which external id an AssumeRole carries.
    public enum IDChoice: Sendable, Hashable {
        /// The connection's.
        case current
        /// The one that a rotation has made and the role may not know yet.
        case next
        /// None at all, which must be refused.
        case none
        /// A new random one, which must be refused.
        case wrong
        /// `0000`, which HubSpot's published text puts into the trust policy at first.
        case placeholder
        /// One that was retired, or belongs to another connection, by its place in ``DoctorSubject/otherIDs``.
        case other(Int)
    }

    /// Where a probe writes.
    public enum Place: Sendable, Hashable {
        /// The fixed key in the prefix.
        case inside
        /// The fixed key beside the prefix, where only dry PUTs go.
        case outside
    }
}
