public import CRM

/// The object types that every account has and that no schema call describes.
///
/// Source: developers.hubspot.com/docs, "Understanding the CRM" and "Using object APIs" (ids, names, last-modified property).
public enum StandardObjectTypes {
    /// All types in the catalogue.
    public static let all: [ObjectType] = [contacts, companies, deals]

    /// Contacts; the only type whose last-modified property has no prefix.
    public static let contacts = ObjectType(
        id: .contacts, name: "contact", fullyQualifiedName: "CONTACT", pluralName: "contacts", singularLabel: "Contact",
        pluralLabel: "Contacts", primaryDisplayProperty: "email", lastModifiedProperty: "lastmodifieddate")

    /// Companies.
    public static let companies = ObjectType(
        id: .companies, name: "company", fullyQualifiedName: "COMPANY", pluralName: "companies",
        singularLabel: "Company",
        pluralLabel: "Companies", primaryDisplayProperty: "name")

    /// Deals.
    public static let deals = ObjectType(
        id: .deals, name: "deal", fullyQualifiedName: "DEAL", pluralName: "deals", singularLabel: "Deal",
        pluralLabel: "Deals", primaryDisplayProperty: "dealname")

    /// The type that a person means by `name`: its id, or its name in the singular or plural, in any case.
    public static func named(_ name: String) -> ObjectType? {
        let wanted = name.lowercased()
        return all.first { $0.id.rawValue == wanted || $0.name == wanted || $0.pluralName == wanted }
    }
}
