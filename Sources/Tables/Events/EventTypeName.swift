import CRM

/// HubSpot's name of an event type, taken apart: `pe4242_demo_booked` is the account's own `demo_booked`.
struct EventTypeName: Sendable, Hashable {
    /// Who defined the type, as `metatype` says it; nil where the prefix is none that we know.
    let metaType: String?
    /// The name without its prefix.
    let stem: String

    /// Takes off `e_` (HubSpot), `pe<portal>_` (the account) or `ae<app>_` (an integration), once.
    init(_ fullyQualifiedName: String) {
        let prefixes = [("e", false, "hubspot"), ("pe", true, "portal"), ("ae", true, "integrator")]
        for (letters, isNumbered, metaType) in prefixes {
            guard fullyQualifiedName.hasPrefix(letters) else { continue }
            let rest = fullyQualifiedName.dropFirst(letters.count)
            let number = rest.prefix { ("0"..."9").contains($0) }
            let stem = rest.dropFirst(number.count + 1)
            guard number.isEmpty != isNumbered, rest.dropFirst(number.count).first == "_", !stem.isEmpty else {
                continue
            }
            self.init(metaType: metaType, stem: String(stem))
            return
        }
        self.init(metaType: nil, stem: fullyQualifiedName)
    }

    private init(metaType: String?, stem: String) {
        self.metaType = metaType
        self.stem = stem
    }
}
