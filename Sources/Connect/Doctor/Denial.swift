/// What AWS says about a refusal besides "AccessDenied".
///
/// Where requester and bucket are in one account (and hublake's session is in the customer's), S3 names the action, the resource and,
/// after "because" or "with", the kind of policy that refused. See "Troubleshoot access denied errors" in S3's user guide.
struct Denial: Sendable, Hashable {
    /// The kind of policy that refused.
    enum Source: Sendable, Hashable {
        /// Nothing allows it in the policies of the role: the statement is missing.
        case nothingAllows
        /// A statement of the role's own policies denies it.
        case identityPolicy
        case resourcePolicy
        case serviceControlPolicy
        case resourceControlPolicy
        case permissionsBoundary
        case sessionPolicy
        case vpcEndpointPolicy
        case objectLock
    }

    /// The kind of policy; nil when the message does not say, as across accounts.
    var source: Source?
    /// The action that was refused, such as `kms:Decrypt`; nil when the message names none.
    var action: String?
    /// On what, when the message names it.
    var resource: String?

    init(_ message: String) {
        let lower = message.lowercased()
        source = Self.source(lower)
        if let match = message.firstMatch(of: /not authorized to perform: ([A-Za-z0-9-]+:[A-Za-z]+)/) {
            action = String(match.1)
        }
        if let match = message.firstMatch(of: /on resource: "?([^\s",]+)/) { resource = String(match.1) }
    }

    private static func source(_ message: String) -> Source? {
        let named: [(String, Source)] = [
            ("service control policy", .serviceControlPolicy), ("resource control policy", .resourceControlPolicy),
            ("permissions boundary", .permissionsBoundary), ("session policy", .sessionPolicy),
            ("vpc endpoint policy", .vpcEndpointPolicy), ("object lock", .objectLock),
            ("resource-based policy", .resourcePolicy),
        ]
        if let source = named.first(where: { message.contains($0.0) })?.1 { return source }
        guard message.contains("identity-based policy") else { return nil }
        return message.contains("explicit deny") ? .identityPolicy : .nothingAllows
    }

    /// The cause of a refusal of S3's, where a statement that is missing would be `missing`.
    func cause(missing: Cause) -> Cause {
        if action == "kms:GenerateDataKey" { return .kmsGenerateDataKeyDenied }
        if action == "kms:Decrypt" { return .kmsDecryptDenied }
        return switch source {
        case nil, .nothingAllows: missing
        case .identityPolicy: .identityPolicyDenies
        case .resourcePolicy: .bucketPolicyDenies
        case .serviceControlPolicy: .serviceControlPolicy
        case .resourceControlPolicy: .resourceControlPolicy
        case .permissionsBoundary: .permissionsBoundary
        case .sessionPolicy: .sessionPolicy
        case .vpcEndpointPolicy: .vpcEndpointPolicy
        case .objectLock: .objectLockHolds
        }
    }
}
