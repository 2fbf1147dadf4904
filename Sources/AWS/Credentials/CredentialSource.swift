import Foundations

/// One place where keys may be.
protocol CredentialSource: Sendable {
    /// Its name.
    var name: CredentialSourceName { get }

    /// Looks for keys. What was set up and does not work throws; only what was not set up is ``CredentialFinding/nothing(_:)``, so
    /// that a broken set-up never falls through to somebody else's keys.
    func look() async throws -> CredentialFinding
}

/// What a look brought.
enum CredentialFinding: Sendable, Hashable {
    /// Keys.
    case found(AWSCredentials)
    /// No keys, since they were not set up here, for this reason.
    case nothing(String)
}

/// The sources by the names that the AWS SDKs give them.
public enum CredentialSourceName: String, Sendable, Hashable, CaseIterable {
    /// `AWS_ACCESS_KEY_ID` and its companions.
    case environment = "env"
    /// A profile with `role_arn` and `source_profile` or `credential_source`.
    case roleProfile = "assume-role"
    /// A token file of an identity provider, such as Kubernetes.
    case webIdentity = "assume-role-with-web-identity"
    /// IAM Identity Center, after `aws sso login`.
    case sso
    /// Keys in the credentials file.
    case credentialsFile = "shared-credentials-file"
    /// The console's session, after `aws login`.
    case login
    /// A program that prints keys.
    case process = "custom-process"
    /// Keys in the configuration file.
    case configFile = "config-file"
    /// ECS, or EKS Pod Identity.
    case container = "container-role"
    /// EC2's metadata service.
    case instance = "iam-role"
}
