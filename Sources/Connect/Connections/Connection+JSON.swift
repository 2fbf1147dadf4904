import AWS
public import Foundations

extension Connection {
    /// The connection as `--json` prints it; docs/connect.md says what each member means.
    ///
    /// - Parameter showsIDs: whether the external ids are included: lists leave them out.
    public func json(showsIDs: Bool = true) -> JSONValue {
        var object: JSONObject = [
            "name": .string(name.description),
            "state": .string(state.rawValue),
            "partition": .string(grant.partition.rawValue),
            "bucket": .string(grant.bucket),
            "prefixes": .array(grant.prefixes.map { .string($0) }),
            "destination": .string(destination),
            "role_arn": .optional(role?.description),
            "role_name": .string(role?.name ?? grant.roleName),
            "account_id": .optional(role?.account ?? grant.account),
            "bucket_account": .optional(bucketOwner),
        ]
        if showsIDs {
            object["external_id"] = .string(externalID.text)
            object["next_external_id"] = .optional(nextExternalID?.text)
        }
        object["principal_arn"] = .string(principal)
        object["region"] = .optional(grant.region)
        object["kms_key"] = .optional(grant.kmsKey)
        object["s3_endpoint"] = .optional(s3Endpoint)
        object["sts_endpoint"] = .optional(stsEndpoint)
        object["sts_region"] = .optional(stsRegion)
        object["versioned"] = isVersioned.map { .boolean($0) } ?? .null
        object["hubspot_token"] = .optional(hubspotToken?.description)
        object["created_at"] = .string(createdAt.iso8601)
        object["connected_at"] = .optional(connectedAt?.iso8601)
        object["refused_since"] = .optional(refusedSince?.iso8601)
        return .object(object)
    }
}
