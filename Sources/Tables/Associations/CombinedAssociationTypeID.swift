import CRM

extension Association {
    /// Category number and type id, `0-279`, as HubSpot's share joins them.
    var combinedTypeID: String { "\(category.number)-\(typeID)" }
}

extension AssociationDefinition {
    /// Category number and type id, `0-279`, as HubSpot's share joins them.
    var combinedTypeID: String { "\(category.number)-\(typeID)" }
}
