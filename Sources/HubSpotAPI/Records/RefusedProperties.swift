public import CRM
import Synchronization

/// The properties whose values HubSpot refuses, although it answers for the type's other ones.
///
/// One such name makes HubSpot refuse the whole call (a sensitive property needs a scope of its own), so later calls leave it out.
final class RefusedProperties: Sendable {
    private let scopes = Mutex<[ObjectTypeID: [String: [String]]]>([:])

    /// The refused names of `type`.
    func names(of type: ObjectTypeID) -> Set<String> { scopes.withLock { Set($0[type, default: [:]].keys) } }

    /// What HubSpot refused of `type`, by name, with the scopes that it asked for.
    func all(of type: ObjectTypeID) -> [String: [String]] { scopes.withLock { $0[type, default: [:]] } }

    func add(_ refused: [String: [String]], of type: ObjectTypeID) {
        scopes.withLock { $0[type, default: [:]].merge(refused) { first, _ in first } }
    }
}

extension HubSpotClient {
    /// Properties of `type` that reads of its records have had to leave out because HubSpot refuses their values, each with the
    /// scopes that it asks for (none where it does not say).
    public func refusedProperties(of type: ObjectTypeID) -> [String: [String]] { refusedProperties.all(of: type) }
}
