/// The documents as a Terraform (or OpenTofu) file: two policy documents, the role and its ARN as an output. It has no provider
/// block, so it can be put beside what is there.
struct TerraformFile {
    private let documents: ConnectionDocuments

    init(_ documents: ConnectionDocuments) { self.documents = documents }

    var text: String {
        """
        # The role through which hublake writes to \(documents.place).
        # Put this file beside your configuration and run `terraform apply`; the provider is hashicorp/aws.

        data "aws_iam_policy_document" "\(label)_trust" {
        \(documents.trust.statements.map(block).joined(separator: "\n\n"))
        }

        data "aws_iam_policy_document" "\(label)_permissions" {
        \(documents.permissions.statements.map(block).joined(separator: "\n\n"))
        }

        resource "aws_iam_role" "\(label)" {
          name               = \(Self.quote(documents.grant.roleName))
          description        = \(Self.quote(documents.purpose))
          assume_role_policy = data.aws_iam_policy_document.\(label)_trust.json
        }

        resource "aws_iam_role_policy" "\(label)" {
          name   = "hublake"
          role   = aws_iam_role.\(label).id
          policy = data.aws_iam_policy_document.\(label)_permissions.json
        }

        output "\(label)_role_arn" {
          value = aws_iam_role.\(label).arn
        }

        """
    }

    /// The resources' name in the configuration: the stack's name with Terraform's separator.
    private var label: String { documents.grant.stackName.replacing("-", with: "_").lowercased() }

    private func block(_ statement: PolicyStatement) -> String {
        var lines = ["  statement {"]
        if let sid = statement.sid { lines.append("    sid       = \(Self.quote(sid))") }
        lines.append("    actions   = \(Self.list(statement.actions))")
        if !statement.resources.isEmpty { lines.append("    resources = \(Self.list(statement.resources))") }
        if let principal = statement.principal {
            lines += [
                "", "    principals {", "      type        = \"AWS\"",
                "      identifiers = \(Self.list([principal]))", "    }",
            ]
        }
        if let condition = statement.condition {
            lines += [
                "", "    condition {", "      test     = \(Self.quote(condition.comparison))",
                "      variable = \(Self.quote(condition.key))", "      values   = \(Self.list(condition.values))",
                "    }",
            ]
        }
        return (lines + ["  }"]).joined(separator: "\n")
    }

    private static func list(_ items: [String]) -> String {
        "[\(items.map(quote).joined(separator: ", "))]"
    }

    /// `text` as a string of HCL, where `${` and `%{` would begin an expression.
    private static func quote(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("${", with: "$${")
            .replacing("%{", with: "%%{")
        return "\"\(escaped)\""
    }
}
