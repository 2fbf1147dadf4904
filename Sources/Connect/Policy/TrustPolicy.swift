/// Who may take on the role: hublake's principal, and only with the connection's external id.
extension PolicyDocument {
    /// The trust policy of a role for `principal`, an ARN.
    ///
    /// Written with `StringEquals`: a pattern would let in what merely looks like the id.
    public static func trust(principal: String, externalID: String) -> PolicyDocument {
        PolicyDocument([
            PolicyStatement(
                sid: "HublakeTrust", principal: principal, actions: ["sts:AssumeRole"],
                condition: .externalID(externalID))
        ])
    }
}

extension PolicyStatement.Condition {
    static func externalID(_ id: String) -> Self {
        Self(comparison: "StringEquals", key: "sts:ExternalId", values: [id], isScalar: true)
    }
}
