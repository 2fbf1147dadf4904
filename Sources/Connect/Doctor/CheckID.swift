/// The doctor's checks, in the order in which they are made and shown. Their names are for programs and stay as they are.
public enum CheckID: String, CaseIterable, Sendable, Hashable {
    case ourIdentity = "our-identity"
    case clock
    case roleAssumable = "role-assumable"
    case externalIDEnforced = "external-id-enforced"
    case rightAccount = "right-account"
    case region
    case listBucket = "list-bucket"
    case getBucketLocation = "get-bucket-location"
    case putObject = "put-object"
    case getObject = "get-object"
    case getObjectVersion = "get-object-version"
    case deleteObject = "delete-object"
    case deleteObjectVersion = "delete-object-version"
    case multipart
    case conditionalWrite = "conditional-write"
    case checksums
    case outsidePrefix = "outside-prefix"

    /// What the check asks, as a person reads it in a list.
    public var question: String {
        switch self {
        case .ourIdentity: "AWS knows hublake"
        case .clock: "this machine's clock is right"
        case .roleAssumable: "the role lets hublake in"
        case .externalIDEnforced: "the role insists on the external id"
        case .rightAccount: "the role is in the account that its ARN names"
        case .region: "the bucket is there"
        case .listBucket: "objects can be listed"
        case .getBucketLocation: "the bucket's region can be asked"
        case .putObject: "objects can be written"
        case .getObject: "objects can be read"
        case .getObjectVersion: "versions of objects can be read"
        case .deleteObject: "objects can be deleted"
        case .deleteObjectVersion: "versions of objects can be deleted"
        case .multipart: "large objects can be written in parts"
        case .conditionalWrite: "two writers cannot both create one object"
        case .checksums: "damaged uploads are refused"
        case .outsidePrefix: "the role ends at the prefix"
        }
    }
}

/// How a check ended.
public enum CheckOutcome: String, Sendable, Hashable, CaseIterable {
    /// As it should be.
    case pass
    /// A sync works, but something could be better.
    case warn
    /// A sync would not work, or would not be safe.
    case fail
    /// Not made, because of something that another check names, or because it does not apply.
    case skipped

    /// Sorts the outcomes by gravity.
    var gravity: Int {
        switch self {
        case .skipped: 0
        case .pass: 1
        case .warn: 2
        case .fail: 3
        }
    }
}
