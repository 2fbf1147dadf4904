import Foundations

/// What a customer needs in order to make the role, filled in: nothing is left to be replaced by hand.
public struct ConnectionDocuments: Sendable, Hashable {
    /// How the documents can be had.
    public enum Format: String, Sendable, CaseIterable {
        /// The two policies as JSON, for IAM's console.
        case json
        /// A script for the `aws` command, also in AWS CloudShell.
        case cli
        /// A file for Terraform or OpenTofu.
        case terraform
        /// A template for CloudFormation.
        case cloudformation
    }

    /// What is granted.
    public var grant: AccessGrant
    /// The ARN of hublake's principal.
    public var principal: String
    /// The connection's external id.
    public var externalID: ExternalID

    /// The documents; see the properties.
    public init(grant: AccessGrant, principal: String, externalID: ExternalID) {
        self.grant = grant
        self.principal = principal
        self.externalID = externalID
    }

    /// What the role may do.
    public var permissions: PolicyDocument { .permissions(grant) }

    /// Who may take the role on.
    public var trust: PolicyDocument { .trust(principal: principal, externalID: externalID.text) }

    /// The documents in `format`.
    public func text(_ format: Format) -> String {
        switch format {
        case .json:
            JSONValue.object(["permission_policy": permissions.json, "trust_policy": trust.json]).indented + "\n"
        case .cli: ShellScript(self).text
        case .terraform: TerraformFile(self).text
        case .cloudformation: CloudFormationTemplate(self).text
        }
    }

    /// What the role is for, as its description in the customer's account; only characters that IAM takes.
    var purpose: String { "Lets hublake write tables to \(place)" }

    /// `s3://bucket/prefix`, or all of them.
    var place: String {
        grant.prefixes.isEmpty
            ? "s3://\(grant.bucket)" : grant.prefixes.map { "s3://\(grant.bucket)/\($0)" }.joined(separator: ", ")
    }
}
