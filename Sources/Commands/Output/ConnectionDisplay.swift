import AWS
import Connect
import Foundations

/// A connection for people: who hublake is, what to paste where, and what comes next.
enum ConnectionDisplay {
    static func documents(of connection: Connection, format: ConnectionDocuments.Format, stsRegion: String) {
        head(of: connection)
        if connection.state == .reserved || connection.nextExternalID != nil {
            show(connection, format)
            if connection.nextExternalID == nil { Terminal.note(stsStep(region: stsRegion)) }
        }
    }

    /// Who hublake is to the customer.
    static func head(of connection: Connection) {
        Terminal.result(
            """
            Connection \(connection.name) to \(connection.destination)

              hublake's principal  \(connection.principal)
              external id          \((connection.nextExternalID ?? connection.externalID).text)

            """)
    }

    private static func show(_ connection: Connection, _ format: ConnectionDocuments.Format) {
        let documents = connection.documents
        if connection.nextExternalID != nil, format == .json {
            return Terminal.result(
                """
                In the IAM console: the role \(documents.grant.roleName), Trust relationships, Edit trust policy; replace everything by:

                \(documents.trust.json.indented)
                """)
        }
        switch format {
        case .json:
            Terminal.result(
                """
                In the IAM console of the account that owns the bucket: Roles, Create role, Custom trust policy. Paste this trust policy:

                \(documents.trust.json.indented)

                Add no permissions yet, name the role \(documents.grant.roleName), create it. Then open it, Add permissions, Create inline policy,
                JSON, and paste:

                \(documents.permissions.json.indented)

                The same as a script, for Terraform or for CloudFormation: --format cli, terraform or cloudformation.
                """)
        case .cli, .terraform, .cloudformation: Terminal.result(documents.text(format))
        }
        if connection.principal.contains(":assumed-role/") || PrincipalARN(connection.principal)?.mayLackPath == true {
            Terminal.note(
                "hublake runs in a session whose role may have a path that AWS does not tell; check the principal in the IAM console."
            )
        }
    }

    /// The first step of HubSpot's published text, and why it is seldom needed here.
    static func stsStep(region: String) -> String {
        "HubSpot's guide also asks to activate STS for the bucket's region. hublake asks STS in \(region), so there is nothing to do "
            + "unless the customer's account has switched \(region) off (IAM, Account settings); the doctor would say so."
    }

    static func conclude(_ connection: Connection, _ report: DoctorReport?) {
        switch (connection.state, report?.outcome) {
        case (.reserved, nil): Terminal.note("Reserved. The external id stays the same; go on when the role is made:")
        case (.reserved, _): Terminal.note("Not connected. When it is corrected, run the same command again.")
        case (.connected, .fail?): Terminal.note("The connection stays as it was before; see above.")
        case (.connected, _): Terminal.note("Connected. Go on with:")
        case (.paused, _): Terminal.note("AWS refuses; the connection is paused and its data are kept.")
        }
        guard report?.outcome != .fail, let next = ConnectionOutput.next(connection) else { return }
        Terminal.note("  \(next)")
    }
}
