/// The doctor's words. `{…}` stands for what is filled in: the bucket, the place in it (`s3://bucket/prefix/`), the role, its account,
/// hublake's principal, and what was found.
extension Cause {
    /// What is wrong, as a sentence without its full stop.
    public var meaning: String {
        switch self {
        case .noOwnKeys: "hublake has no AWS keys of its own"
        case .ownKeysRefused: "AWS does not accept hublake's own keys"
        case .stsUnreachable: "AWS's Security Token Service (STS) does not answer"
        case .clockOff: "this machine's clock is {found} seconds off; AWS refuses requests that are 15 minutes off"
        case .trustDoesNotMatch: "the role {role} does not let hublake in, and AWS does not tell why"
        case .placeholderExternalID: "the role {role} still asks for the placeholder 0000 as the external id"
        case .formerExternalID: "the role {role} asks for an external id that belongs to {found}"
        case .trustForAnotherPrincipal: "the role {role} trusts {found}, not hublake"
        case .trustForOwnAccount: "the role {role} trusts its own account, not hublake"
        case .trustForAnotherID: "the role {role} asks for another external id than this connection's"
        case .trustNotReadable: "the trust policy that was given lets nobody assume a role: {found}"
        case .ownPolicyDeniesAssume: "hublake's own policy does not let it assume the role {role}"
        case .stsRegionOff: "STS is switched off for the region {found} in the account of the role"
        case .sessionTooLong: "the role {role} does not allow sessions as long as hublake asks for"
        case .externalIDNotEnforced:
            "the role {role} lets hublake in without an external id, so others could get in through hublake"
        case .anyExternalIDAccepted:
            "the role {role} lets hublake in with an external id that is not its own, so others could get in through hublake"
        case .otherAccount: "the role's session belongs to the account {found}, not to {account}"
        case .noSuchBucket: "there is no bucket {bucket}"
        case .otherPartition: "the bucket {bucket} is in {found}, another part of AWS than the role"
        case .regionCorrected:
            "the bucket {bucket} is in {found}, not in the region of the settings; hublake uses the right one"
        case .bucketOfAnotherAccount: "the bucket {bucket} does not belong to the account {account}"
        case .listBucketDenied: "hublake may not list {place}"
        case .listConditionWithoutStar:
            "hublake may list the prefix itself but nothing in it: the condition on s3:prefix lacks /*"
        case .getBucketLocationDenied: "hublake may not ask for the bucket's region; it finds it in another way"
        case .putObjectDenied: "hublake may not write objects in {place}"
        case .getObjectDenied: "hublake may not read objects in {place}"
        case .getObjectVersionDenied: "hublake may not read versions of objects in {place}"
        case .deleteObjectDenied: "hublake may not delete objects in {place}"
        case .deleteObjectVersionDenied: "hublake may not delete versions of objects in {place}"
        case .multipartDenied: "hublake may not write large objects in parts in {place}"
        case .roleWiderThanPrefix: "the role may also write outside {place}"
        case .kmsGenerateDataKeyDenied: "hublake may not encrypt with the bucket's KMS key {found}"
        case .kmsDecryptDenied: "hublake may not decrypt with the bucket's KMS key {found}"
        case .kmsKeyDisabled: "the bucket's KMS key is disabled"
        case .kmsKeyMissing: "the bucket's KMS key does not exist, or is in another region or account"
        case .kmsKeyUnusable: "the bucket's KMS key cannot be used ({found})"
        case .bucketPolicyDenies: "the bucket's policy refuses {found}, whatever the role's policy says"
        case .identityPolicyDenies: "a policy of the role itself denies {found} explicitly"
        case .serviceControlPolicy: "a service control policy (SCP) of the organization refuses {found}"
        case .resourceControlPolicy: "a resource control policy (RCP) of the organization refuses {found}"
        case .permissionsBoundary: "the role's permissions boundary refuses {found}"
        case .sessionPolicy: "a session policy refuses {found}"
        case .vpcEndpointPolicy: "the policy of the VPC endpoint through which hublake reaches S3 refuses {found}"
        case .objectLockHolds: "Object Lock keeps what hublake wrote"
        case .objectDiffers: "what was read is not what was written"
        case .conditionalWriteIgnored: "this server overwrites an object where it was asked to create a new one only"
        case .conditionalWriteUnsupported:
            "this server cannot create an object only where there is none (If-None-Match)"
        case .checksumsNotVerified: "this server accepts an upload whose checksum is wrong"
        case .keysRefused: "S3 does not accept the keys"
        case .s3Unreachable: "S3 does not answer"
        case .unexpectedAnswer: "S3 gave an answer that hublake does not expect here: {found}"
        }
    }

    /// What to do about it.
    public var cure: String {
        switch self {
        case .noOwnKeys:
            "Give hublake keys of the account that it runs in: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile (AWS_PROFILE), or the role of the machine or container."
        case .ownKeysRefused:
            "Check that the keys are active and complete, and not of another part of AWS (GovCloud and China have keys of their own). This says nothing about the customer's role."
        case .stsUnreachable:
            "Check that this machine reaches sts.REGION.amazonaws.com on port 443, directly, through the proxy or through a VPC endpoint."
        case .clockOff:
            "Nothing breaks, since hublake corrects for it; set the clock (NTP) so that times in the tables are right."
        case .trustDoesNotMatch:
            "Compare the role's trust policy with the one shown here: it must name hublake's principal {principal} and this connection's external id, letter by letter. Check the role's name and the account {account} too. To be told exactly what differs, save the role's trust policy (`aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument > trust.json`) and add --trust-policy trust.json. A role that was made a moment ago may need another minute."
        case .placeholderExternalID:
            "Open the role in the IAM console, Trust relationships, Edit trust policy, and replace the whole document by the one shown here."
        case .formerExternalID:
            "Each connection has an id of its own. Replace the role's trust policy by the one shown here."
        case .trustForAnotherPrincipal:
            "Replace the role's trust policy by the one shown here; it names hublake's principal {principal}. A principal that begins with AIDA or AROA was deleted after the policy was written."
        case .trustForOwnAccount:
            "That is how AWS's console makes a role at first. Replace the role's trust policy by the one shown here."
        case .trustForAnotherID:
            "Replace the role's trust policy by the one shown here. If it was copied from there already, look for a blank or a line break in it."
        case .trustNotReadable:
            "Save it with `aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument > trust.json`, or replace the role's trust policy by the one shown here."
        case .ownPolicyDeniesAssume:
            "Allow sts:AssumeRole on {role} in the policy of hublake's own user or role ({principal}). The customer has nothing to do."
        case .stsRegionOff:
            "In the account of the role: IAM console, Account settings, Security Token Service (STS), activate {found}. Or let hublake ask another region with --sts-region."
        case .sessionTooLong:
            "In the IAM console open the role, Edit, and set the maximum session duration to at least one hour."
        case .externalIDNotEnforced, .anyExternalIDAccepted:
            "Replace the role's trust policy by the one shown here: it allows sts:AssumeRole only if sts:ExternalId equals this connection's id. hublake does not connect before that."
        case .otherAccount: "Check the role's ARN."
        case .noSuchBucket:
            "Create the bucket {bucket} in the account {account}, or correct the destination. Bucket names are the same in all regions, but not across GovCloud, China and the commercial regions."
        case .otherPartition:
            "A role reaches only buckets of its own part of AWS: make the role where the bucket is, or use another bucket."
        case .regionCorrected: "Set the region to {found}, or leave it out."
        case .bucketOfAnotherAccount:
            "If that is so on purpose, connect again with --bucket-account and the account that owns the bucket; otherwise correct the destination."
        case .listBucketDenied, .putObjectDenied, .getObjectDenied, .getObjectVersionDenied, .deleteObjectDenied,
            .multipartDenied:
            "Add the statement shown here to the role's policy."
        case .deleteObjectVersionDenied:
            "Add the statement shown here to the role's policy; in a bucket with versions nothing can be removed for good without it."
        case .listConditionWithoutStar:
            "In the role's policy change the values of s3:prefix as in the statement shown here."
        case .getBucketLocationDenied:
            "hublake works without it. If your policy puts s3:GetBucketLocation under a condition on s3:prefix, as HubSpot's published policy does, it never applies, because that call has no prefix: give it the statement shown here, without a condition."
        case .roleWiderThanPrefix:
            "Restrict the role's policy to the statement shown here. Syncs use a session that is narrowed to the prefix, so hublake itself cannot reach further."
        case .kmsGenerateDataKeyDenied, .kmsDecryptDenied:
            "Add the statement shown here to the role's policy. If the key's own policy does not let IAM policies decide, add the role to its key users as well (KMS console, the key, Key users)."
        case .kmsKeyDisabled:
            "Enable the key (KMS console, the key, Key actions, Enable), or give the bucket another one."
        case .kmsKeyMissing:
            "Correct the key in the bucket's default encryption (S3 console, Properties). An alias there is looked up in the account of the role: use the key's ARN."
        case .kmsKeyUnusable: "Look at the key's state in the KMS console: it may be pending deletion or import."
        case .bucketPolicyDenies:
            "S3 console, the bucket, Permissions, Bucket policy: find the Deny statement that applies to the role. Common ones demand TLS, a certain encryption header, a VPC or an organization; exempt the role {role}. If the bucket belongs to another account, its policy must also allow the role."
        case .identityPolicyDenies:
            "Find the statement with \"Effect\": \"Deny\" among the role's policies and exempt {place}."
        case .serviceControlPolicy:
            "Only the administrator of your AWS organization can change it: ask for an exception for the role {role}."
        case .resourceControlPolicy:
            "Only the administrator of your AWS organization can change it: ask for an exception for the bucket {bucket} and hublake's role {role}."
        case .permissionsBoundary:
            "Add the statement shown here to the policy that is the role's permissions boundary, or remove the boundary."
        case .sessionPolicy: "This is hublake's own narrowing of the session; please report it."
        case .vpcEndpointPolicy:
            "The endpoint stands in the network that hublake runs in: let its policy allow the bucket {bucket} and the role {role}."
        case .objectLockHolds:
            "hublake must be able to delete its own old files. Use a bucket without default retention, or a prefix of another bucket."
        case .objectDiffers: "Something between hublake and S3 changes objects; hublake cannot work through it."
        case .conditionalWriteIgnored, .conditionalWriteUnsupported:
            "Use a server that supports conditional writes: without them two syncs at once could lose data. AWS, Cloudflare R2, MinIO and SeaweedFS do."
        case .checksumsNotVerified:
            "Nothing must be done; damage on the way to the server is noticed only when the tables are read."
        case .keysRefused: "Check the access key and the secret key for this server."
        case .s3Unreachable:
            "Check that this machine reaches the endpoint on its port, directly, through the proxy or through a VPC endpoint."
        case .unexpectedAnswer:
            "Run the doctor again; if it stays so, the answer's request id helps the server's support."
        }
    }

    /// A template with its places filled in; a value that is missing leaves nothing behind that could be pasted by mistake.
    static func fill(_ template: String, _ values: [String: String]) -> String {
        var text = template
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }
}
