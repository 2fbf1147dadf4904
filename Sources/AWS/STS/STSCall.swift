import HTTP

/// One call of STS: the form that is posted.
struct STSCall: Sendable {
    let operation: STSError.Operation
    let role: RoleARN?
    private var form: [QueryItem]

    init(_ operation: STSError.Operation, role: RoleARN? = nil) {
        self.operation = operation
        self.role = role
        form = [QueryItem("Action", operation.rawValue), QueryItem("Version", "2011-06-15")]
    }

    /// A web identity's token is the proof; every other call is signed.
    var isSigned: Bool { operation != .assumeRoleWithWebIdentity }

    /// "cannot use the role …".
    var what: String { STSError(.other, operation, message: "", role: role).what }

    mutating func add(_ name: String, _ value: String?) {
        if let value { form.append(QueryItem(name, value)) }
    }

    func request(to endpoint: STSEndpoint) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: endpoint.url,
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(QueryItem.encode(form).utf8))
    }
}
