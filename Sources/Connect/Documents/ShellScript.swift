import AWS

/// The documents as a script for the `aws` command: makes the role, or brings it up to date, and prints its ARN.
struct ShellScript {
    private let documents: ConnectionDocuments

    init(_ documents: ConnectionDocuments) { self.documents = documents }

    var text: String {
        """
        #!/usr/bin/env bash
        # Makes the role through which hublake writes to \(documents.place),
        # or brings it up to date. Run it in the account that owns the bucket, for example in AWS CloudShell.
        # It changes nothing but this role, can be run again, and prints the role's ARN.
        set -euo pipefail
        \(settings)
        role=\(Self.quote(documents.grant.roleName))
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        \(accountCheck)
        # Who may take the role on: hublake, and only with this connection's external id.
        cat >"$work/trust.json" <<'JSON'
        \(documents.trust.json.indented)
        JSON

        # What the role may do.
        cat >"$work/permissions.json" <<'JSON'
        \(documents.permissions.json.indented)
        JSON

        if aws iam get-role --role-name "$role" >"$work/role.json" 2>"$work/error.txt"; then
            aws iam update-assume-role-policy --role-name "$role" --policy-document "file://$work/trust.json"
        elif grep -q NoSuchEntity "$work/error.txt"; then
            aws iam create-role --role-name "$role" --description \(Self.quote(documents.purpose)) \\
                --assume-role-policy-document "file://$work/trust.json" >"$work/role.json"
        else
            cat "$work/error.txt" >&2
            exit 1
        fi
        aws iam put-role-policy --role-name "$role" --policy-name hublake --policy-document "file://$work/permissions.json"
        aws iam get-role --role-name "$role" --query Role.Arn --output text

        """
    }

    /// IAM has one address in each partition, which `aws` finds by a region of the partition.
    private var settings: String {
        documents.grant.partition == .aws
            ? "" : "export AWS_REGION=\(documents.grant.region ?? documents.grant.partition.homeRegion)\n"
    }

    private var accountCheck: String {
        guard let account = documents.grant.account else { return "" }
        return """

            account=$(aws sts get-caller-identity --query Account --output text)
            if [ "$account" != \(account) ]; then
                echo "These keys are of the account $account, but the role belongs into \(account)." >&2
                exit 1
            fi

            """
    }

    /// `text` as one word of the shell.
    private static func quote(_ text: String) -> String {
        "'\(text.replacing("'", with: #"'\''"#))'"
    }
}
