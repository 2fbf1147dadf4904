import Foundations

/// The failures that all stores word alike.
extension Failure {
    /// No object is at `key`.
    static func noObject(at key: String, in location: String) -> Failure {
        Failure(.notFound, "cannot read \(location)/\(key)", why: "there is no such object")
    }

    /// A put of `key` met something that ``PutCondition/absent`` rules out.
    static func alreadyThere(_ key: String, in location: String) -> Failure {
        Failure(.conflict, "cannot create \(location)/\(key)", why: "an object is there already")
    }

    /// A put of `key` met another state than ``PutCondition/unchanged(entityTag:)`` named.
    static func changed(_ key: String, in location: String) -> Failure {
        Failure(.conflict, "cannot replace \(location)/\(key)", why: "somebody else changed or removed the object")
    }
}
