public import CRM

extension TableSettings {
    /// Names and patterns of the settings that fit no property of the account, most likely misspelt; in alphabetical order.
    ///
    /// - Parameters:
    ///   - account: the object types with all their definitions.
    ///   - events: the event types. Of one without a definition any property may be named.
    public func unmatched(
        in account: [(type: ObjectType, properties: [PropertyDefinition])], events: [EventType] = [],
        names: TableNames
    ) -> [String] {
        let records = account.flatMap { type, properties in
            let owners = Self.owners(type, plural: names[type.id]?.plural ?? type.name)
            return properties.flatMap { property in owners.map { "\($0).\(property.name)" } }
        }
        let occurrences = events.flatMap { event in
            Self.owners(event, names: names).flatMap { owner in event.properties.map { "\(owner).\($0.name)" } }
        }
        let undefined = events.filter(\.properties.isEmpty).flatMap { Self.owners($0, names: names) }
        func namesUndefined(_ pattern: String) -> Bool {
            guard let point = pattern.lastIndex(of: ".") else { return false }
            let owner = Glob(String(pattern[..<point]))
            return undefined.contains(where: owner.matches)
        }
        let known = records + occurrences
        let exact = Set(types.keys).union(sensitiveProperties).subtracting(known)
        let allowed = properties.filter { !records.contains(where: Glob($0).matches) }
        let omitted = omittedProperties.filter { !known.contains(where: Glob($0).matches) }
        return Set((exact + omitted).filter { !namesUndefined($0) } + allowed).sorted()
    }

    private static func owners(_ event: EventType, names: TableNames) -> [String] {
        owners(event, table: names[event] ?? event.fullyQualifiedName)
    }
}
