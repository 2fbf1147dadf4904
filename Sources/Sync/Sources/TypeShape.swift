import CRM
import Foundations
import Lakehouse
import Tables

/// One object type's individual table as it will be, with the names that its columns were given in earlier runs.
struct TypeShape: Sendable {
    let type: ObjectType
    let properties: [PropertyDefinition]
    let objects: ObjectsTable
    /// The table's last state; nil when it was never written.
    var base: LakehouseTable?

    /// What the type's rows are made from now.
    var fingerprint: PropertyFingerprint {
        PropertyFingerprint(requested: objects.requestedProperties, definitions: properties)
    }
}

extension SyncRun {
    /// Loads what earlier runs decided about each readable type's columns.
    func loadShapes(_ plan: SyncPlan, _ discovery: Discovery) async throws -> [ObjectTypeID: TypeShape] {
        let store = store
        let settings = settings.tables
        let shapes = try await plan.types.mapConcurrently(limit: self.settings.parallelSources) { type in
            let properties = discovery.properties[type.id] ?? []
            let base = try await plan.names[type.id].map(\.table).flatMapAsync {
                try await LakehouseTable.load(folder: $0, from: store)
            }
            let assigned = try base?.properties[ColumnAssignment.tableProperty].map(ColumnAssignment.decode) ?? []
            return TypeShape(
                type: type, properties: properties,
                objects: ObjectsTable(
                    type: type, names: plan.names, properties: properties, assigned: assigned, settings: settings),
                base: base)
        }
        return Dictionary(shapes.map { ($0.type.id, $0) }) { first, _ in first }
    }
}

extension Optional {
    /// `flatMap` for a transform that waits.
    func flatMapAsync<Value>(_ transform: (Wrapped) async throws -> Value?) async rethrows -> Value? {
        switch self {
        case .none: nil
        case .some(let wrapped): try await transform(wrapped)
        }
    }
}
