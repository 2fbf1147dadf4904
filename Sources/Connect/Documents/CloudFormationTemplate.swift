import Foundations

/// The documents as a CloudFormation template whose one resource is the role; its output is the role's ARN.
///
/// Filled in it has no parameters. For a quick-create link it must lie in S3, the same for everybody: then the connection's values
/// are parameters, none of them hidden (`NoEcho`), since a link could not fill those in.
public struct CloudFormationTemplate: Sendable {
    private let documents: ConnectionDocuments
    private let hasParameters: Bool

    /// The template for one connection.
    public init(_ documents: ConnectionDocuments) {
        self.documents = documents
        hasParameters = false
    }

    /// The template that is put into S3 once and serves every connection with a prefix and without a KMS key of its own.
    public static func shared(principal: String, partitionOf grant: AccessGrant) -> CloudFormationTemplate {
        var general = grant
        general.bucket = "${BucketName}"
        general.prefixes = ["${Prefix}"]
        general.roleName = "${RoleName}"
        general.kmsKey = nil
        return CloudFormationTemplate(general: general, principal: principal)
    }

    private init(general grant: AccessGrant, principal: String) {
        var random = SystemRandomNumberGenerator()
        documents = ConnectionDocuments(grant: grant, principal: principal, externalID: ExternalID(using: &random))
        hasParameters = true
    }

    /// The template as YAML.
    public var text: String {
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Description: \(Self.scalar(hasParameters ? "The role through which hublake writes tables to a bucket" : documents.purpose))
        \(hasParameters ? Self.parameters : "")Resources:
          HublakeRole:
            Type: AWS::IAM::Role
            Properties:
              RoleName: \(Self.scalar(documents.grant.roleName))
              Description: \(Self.scalar(hasParameters ? "Lets hublake write tables to a bucket" : documents.purpose))
              AssumeRolePolicyDocument:
        \(Self.block(trust, margin: "        ").joined(separator: "\n"))
              Policies:
                - PolicyName: hublake
                  PolicyDocument:
        \(Self.block(documents.permissions.json, margin: "            ").joined(separator: "\n"))
        Outputs:
          RoleArn:
            Description: What `hublake connect --role` asks for
            Value: !GetAtt HublakeRole.Arn

        """
    }

    private var trust: JSONValue {
        guard hasParameters else { return documents.trust.json }
        var statement = documents.trust.statements[0]
        statement.condition?.values = ["${ExternalId}"]
        return PolicyDocument([statement]).json
    }

    private static let parameters = """
        Parameters:
          ExternalId:
            Type: String
            Description: The connection's external id, as hublake shows it
            AllowedPattern: "hs-[a-z2-7]{32}"
          BucketName:
            Type: String
            Description: The bucket that receives the tables
            AllowedPattern: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
          Prefix:
            Type: String
            Description: The prefix in the bucket, without slashes at its ends
            AllowedPattern: "[A-Za-z0-9_.=-]+(/[A-Za-z0-9_.=-]+)*"
          RoleName:
            Type: String
            Default: \(AccessGrant.defaultRoleName)
            Description: The role's name
            AllowedPattern: "[A-Za-z0-9+=,.@_-]{1,64}"

        """

    /// `value` as a block of YAML, one line an element.
    private static func block(_ value: JSONValue, margin: String) -> [String] {
        switch value {
        case .object(let object):
            return object.members.flatMap { member in
                let name = "\(margin)\(key(member.name)):"
                switch member.value {
                case .object, .array: return [name] + block(member.value, margin: margin + "  ")
                default: return ["\(name) \(inline(member.value))"]
                }
            }
        case .array(let items):
            return items.flatMap { item -> [String] in
                guard case .object = item else { return ["\(margin)- \(inline(item))"] }
                var lines = block(item, margin: margin + "  ")
                lines[0] = "\(margin)- \(lines[0].dropFirst(margin.count + 2))"
                return lines
            }
        default: return [margin + inline(value)]
        }
    }

    private static func inline(_ value: JSONValue) -> String {
        if case .string(let text) = value { scalar(text) } else { value.text }
    }

    private static func key(_ name: String) -> String { name.contains(":") ? scalar(name) : name }

    /// `text` in quotes, so that no value is taken for a number, a date or a list; with CloudFormation's substitution where it
    /// names a parameter.
    private static func scalar(_ text: String) -> String {
        let quoted = "'\(text.replacing("'", with: "''"))'"
        return text.contains("${") ? "!Sub \(quoted)" : quoted
    }
}
