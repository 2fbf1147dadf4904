import AWS
public import Foundations

extension DoctorReport {
    /// The report as `--json` prints it; docs/connect.md says what each member means.
    public var json: JSONValue {
        .object([
            "format_version": .number("1"),
            "connection": .optional(subject.connection),
            "destination": .string(
                "s3://\(subject.grant.bucket)" + (subject.prefix.isEmpty ? "" : "/\(subject.prefix)")),
            "role_arn": .optional(subject.role?.description),
            "identity": .optional(identity),
            "region": .optional(region),
            "versioned": isVersioned.map { .boolean($0) } ?? .null,
            "clock_offset_seconds": clockOffset.map { .number(String($0)) } ?? .null,
            "outcome": .string(outcome.rawValue),
            "checks": .array(checks.map(\.json)),
            "left_behind": .array(leftBehind.map(\.json)),
        ])
    }
}

extension Check {
    var json: JSONValue {
        .object([
            "id": .string(id.rawValue),
            "outcome": .string(outcome.rawValue),
            "summary": .string(summary),
            "cause": .optional(cause?.rawValue),
            "remedy": .optional(remedy),
            "statement": statement ?? .null,
            "aws": aws?.json ?? .null,
            "notes": .array(notes.map { .string($0) }),
        ])
    }
}

extension Refusal {
    var json: JSONValue {
        .object([
            "status": status.map { .number(String($0)) } ?? .null,
            "code": .optional(code),
            "message": .string(Redaction.redact(message)),
            "request_id": .optional(requestID),
        ])
    }

    /// "AccessDenied: User … is not authorized … (status 403, request 4442587FB7D0A2F9)".
    public var words: String {
        let head = [code, message.isEmpty ? nil : Redaction.redact(message)].compactMap { $0 }.joined(separator: ": ")
        let tail = [status.map { "status \($0)" }, requestID.map { "request \($0)" }].compactMap { $0 }
        return tail.isEmpty ? head : "\(head) (\(tail.joined(separator: ", ")))"
    }
}

extension LeftBehind {
    var json: JSONValue {
        .object([
            "key": .string(key), "version_id": .optional(versionID), "delete_marker": .boolean(isDeleteMarker),
            "unfinished_upload": .boolean(isUnfinishedUpload),
        ])
    }

    /// The thing as a person would look for it.
    public var words: String {
        if isUnfinishedUpload { return "an unfinished upload of \(key)" }
        guard let versionID else { return key }
        return "\(isDeleteMarker ? "the delete marker" : "the version") \(versionID) of \(key)"
    }
}

extension JSONValue {
    /// A string, or null.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
