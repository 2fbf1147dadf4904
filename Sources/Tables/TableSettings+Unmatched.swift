public import CRM

extension TableSettings {
    /// Names and patterns of the settings that fit no property of the account, most likely misspelt; in alphabetical order.
    ///
    /// - Parameter account: the object types with all their definitions.
    public func unmatched(
        in account: [(type: ObjectType, properties: [PropertyDefinition])], names: TableNames
    ) -> [String] {
        let known = account.flatMap { type, properties in
            properties.flatMap { Self.keys(of: $0.name, type: type, plural: names[type.id]?.plural ?? type.name) }
        }
        let all = Set(known)
        let exact = Set(types.keys).union(sensitiveProperties).subtracting(all)
        let patterns = omittedProperties.filter { !known.contains(where: Glob($0).matches) }
        return (Array(exact) + patterns).sorted()
    }
}
