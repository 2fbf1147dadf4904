import Connect
import Foundations

/// What `connect` and `rotate-external-id` print with `--json`; docs/connect.md says what each member means.
enum ConnectionOutput {
    static func json(_ connection: Connection, _ report: DoctorReport?) -> JSONValue {
        let documents = connection.documents
        return .object([
            "connection": connection.json(),
            "state": .string(connection.state.rawValue),
            "principal_arn": .string(connection.principal),
            "external_id": .string(connection.externalID.text),
            "documents": .object([
                "permission_policy": documents.permissions.json,
                "trust_policy": documents.trust.json,
                "cli": .string(documents.text(.cli)),
                "terraform": .string(documents.text(.terraform)),
                "cloudformation": .string(documents.text(.cloudformation)),
            ]),
            "doctor": report?.json ?? .null,
            "next": next(connection).map { .string($0) } ?? .null,
        ])
    }

    /// The command that goes on from here; nil when nothing is left to be done.
    static func next(_ connection: Connection) -> String? {
        if connection.nextExternalID != nil { return "hublake connections rotate-external-id \(connection.name)" }
        guard connection.state == .reserved else { return "hublake sync --connection \(connection.name)" }
        guard let role = connection.documents.grant.role else {
            return "hublake connect --name \(connection.name) --role ARN-OF-THE-ROLE"
        }
        return "hublake connect --name \(connection.name) --role \(role)"
    }
}
