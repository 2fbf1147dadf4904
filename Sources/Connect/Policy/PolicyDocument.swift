public import Foundations

/// An IAM policy, in the order in which it is read.
public struct PolicyDocument: Sendable, Hashable {
    /// Its statements.
    public var statements: [PolicyStatement]

    /// A policy of `statements`.
    public init(_ statements: [PolicyStatement]) { self.statements = statements }

    /// The document as IAM takes it.
    public var json: JSONValue {
        .object(["Version": .string("2012-10-17"), "Statement": .array(statements.map(\.json))])
    }
}

/// One statement of an IAM policy that allows something.
public struct PolicyStatement: Sendable, Hashable {
    /// Its name in the document; nil for none.
    public var sid: String?
    /// Who is allowed: the ARN of an AWS principal; nil in a policy of the principal itself.
    public var principal: String?
    /// What is allowed.
    public var actions: [String]
    /// On what; empty in a trust policy.
    public var resources: [String]
    /// Under which condition.
    public var condition: Condition?

    /// An operator, a key and the values that it is compared with.
    public struct Condition: Sendable, Hashable {
        /// Such as `StringLike`.
        public var comparison: String
        /// Such as `s3:prefix`.
        public var key: String
        /// The values.
        public var values: [String]
        /// Whether a single value is written without brackets.
        var isScalar = false
    }

    /// A statement; see the properties.
    public init(
        sid: String? = nil, principal: String? = nil, actions: [String], resources: [String] = [],
        condition: Condition? = nil
    ) {
        self.sid = sid
        self.principal = principal
        self.actions = actions
        self.resources = resources
        self.condition = condition
    }

    /// The statement as IAM takes it.
    public var json: JSONValue {
        var object = JSONObject()
        if let sid { object["Sid"] = .string(sid) }
        object["Effect"] = .string("Allow")
        if let principal { object["Principal"] = .object(["AWS": .string(principal)]) }
        object["Action"] = Self.list(actions)
        if !resources.isEmpty { object["Resource"] = Self.list(resources) }
        if let condition {
            let values =
                condition.isScalar ? Self.list(condition.values) : .array(condition.values.map { .string($0) })
            object["Condition"] = .object([condition.comparison: .object([condition.key: values])])
        }
        return .object(object)
    }

    private static func list(_ items: [String]) -> JSONValue {
        items.count == 1 ? .string(items[0]) : .array(items.map { .string($0) })
    }
}
