public import CRM

/// The object types that HubSpot defines and that no schema call describes. Which of them an account has is found out by
/// ``HubSpotClient/availability(of:)``.
///
/// Source: developers.hubspot.com/docs, "Understanding the CRM" and "Using object APIs" (ids, names, last-modified property),
/// and HubSpot's OpenAPI files (paths, scopes).
public enum StandardObjectTypes {
    /// All types in the catalogue: CRM, engagements, commerce, and the newer ones.
    public static let all: [ObjectType] = [contacts, companies, deals] + others.map(\.type)

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

    /// The scopes of which one opens the records of `type`; empty for types that are not in the catalogue.
    ///
    /// HubSpot's own 403 names what it wants; this is for telling people before they make a token.
    public static func readScopes(of type: ObjectTypeID) -> [String] {
        switch type {
        case .contacts: ["crm.objects.contacts.read"]
        case .companies: ["crm.objects.companies.read"]
        case .deals: ["crm.objects.deals.read"]
        case _ where type.isCustom: ["crm.objects.custom.read"]
        default: others.first { $0.type.id == type }?.scopes ?? []
        }
    }
}

// MARK: - The catalogue

extension StandardObjectTypes {
    private struct Entry: Sendable {
        var type: ObjectType
        var scopes: [String]

        /// `path` where HubSpot documents another segment than the plural name.
        init(
            _ id: String, _ name: String, _ plural: String, _ labels: (String, String), _ scopes: String...,
            title: String? = nil, internalName: String? = nil, path: String? = nil
        ) {
            type = ObjectType(
                id: ObjectTypeID(rawValue: id), name: name, fullyQualifiedName: internalName ?? name.uppercased(),
                pluralName: plural, singularLabel: labels.0, pluralLabel: labels.1, primaryDisplayProperty: title)
            type.pathName = path
            self.scopes = scopes
        }
    }

    /// Types whose id HubSpot does not publish carry their name as id, which its paths take as well. The ids of deal splits and
    /// contracts are from its S3 export's article and from other clients.
    private static let others: [Entry] = [
        Entry("0-5", "ticket", "tickets", ("Ticket", "Tickets"), "tickets", title: "subject"),
        Entry(
            "0-7", "product", "products", ("Product", "Products"), "crm.objects.products.read", "e-commerce",
            title: "name"),
        Entry(
            "0-8", "line_item", "line_items", ("Line item", "Line items"), "crm.objects.line_items.read", "e-commerce",
            title: "name"),
        Entry(
            "0-14", "quote", "quotes", ("Quote", "Quotes"), "crm.objects.quotes.read", "e-commerce", title: "hs_title"),
        Entry(
            "0-18", "communication", "communications", ("Communication", "Communications"), "crm.objects.contacts.read"),
        Entry(
            "0-19", "feedback_submission", "feedback_submissions", ("Feedback submission", "Feedback submissions"),
            "crm.objects.feedback_submissions.read", "crm.objects.contacts.read"),
        Entry(
            "0-27", "task", "tasks", ("Task", "Tasks"), "crm.objects.contacts.read", "crm.objects.tasks.read",
            title: "hs_task_subject"),
        Entry("0-46", "note", "notes", ("Note", "Notes"), "crm.objects.contacts.read", "crm.objects.notes.read"),
        Entry(
            "0-47", "meeting", "meetings", ("Meeting", "Meetings"), "crm.objects.contacts.read",
            "crm.objects.meetings.read", title: "hs_meeting_title", internalName: "MEETING_EVENT"),
        Entry(
            "0-48", "call", "calls", ("Call", "Calls"), "crm.objects.contacts.read", "crm.objects.calls.read",
            title: "hs_call_title"),
        Entry(
            "0-49", "email", "emails", ("Email", "Emails"), "crm.objects.contacts.read", "sales-email-read",
            title: "hs_email_subject"),
        Entry("0-53", "invoice", "invoices", ("Invoice", "Invoices"), "crm.objects.invoices.read"),
        Entry(
            "0-54", "marketing_event", "marketing_events", ("Marketing event", "Marketing events"),
            "crm.objects.marketing_events.read", title: "hs_event_name", path: "0-54"),
        Entry(
            "0-69", "subscription", "subscriptions", ("Subscription", "Subscriptions"),
            "crm.objects.subscriptions.read",
            title: "hs_name"),
        Entry(
            "0-74", "goal_target", "goal_targets", ("Goal", "Goals"), "crm.objects.goals.read", title: "hs_goal_name"),
        Entry("0-84", "discount", "discounts", ("Discount", "Discounts"), "crm.objects.line_items.read", "e-commerce"),
        Entry("0-85", "fee", "fees", ("Fee", "Fees"), "crm.objects.line_items.read", "e-commerce"),
        Entry("0-86", "tax", "taxes", ("Tax", "Taxes"), "crm.objects.line_items.read"),
        Entry(
            "0-101", "commerce_payment", "commerce_payments", ("Payment", "Payments"),
            "crm.objects.commercepayments.read"),
        Entry("0-115", "user", "users", ("User", "Users"), "crm.objects.users.read"),
        Entry("0-116", "postal_mail", "postal_mail", ("Postal mail", "Postal mail"), "crm.objects.contacts.read"),
        Entry("0-123", "order", "orders", ("Order", "Orders"), "crm.objects.orders.read", title: "hs_order_name"),
        Entry("0-136", "lead", "leads", ("Lead", "Leads"), "crm.objects.leads.read", title: "hs_lead_name"),
        Entry("0-142", "cart", "carts", ("Cart", "Carts"), "crm.objects.carts.read"),
        Entry("0-162", "service", "services", ("Service", "Services"), "crm.objects.services.read", path: "0-162"),
        Entry("0-410", "course", "courses", ("Course", "Courses"), "crm.objects.courses.read", path: "0-410"),
        Entry("0-420", "listing", "listings", ("Listing", "Listings"), "crm.objects.listings.read", path: "0-420"),
        Entry(
            "0-421", "appointment", "appointments", ("Appointment", "Appointments"), "crm.objects.appointments.read",
            path: "0-421"),
        Entry("0-970", "project", "projects", ("Project", "Projects"), "crm.objects.projects.read"),
        Entry(
            "0-721", "contract", "contracts", ("Contract", "Contracts"), "crm.objects.contracts.read",
            path: "contracts"),
        Entry(
            "partner_clients", "partner_client", "partner_clients", ("Partner client", "Partner clients"),
            "crm.objects.partner-clients.read"),
        Entry(
            "partner_services", "partner_service", "partner_services", ("Partner service", "Partner services"),
            "crm.objects.partner-services.read"),
        Entry(
            "0-72", "deal_split", "deal_splits", ("Deal split", "Deal splits"), "crm.objects.deals.read",
            path: "deal_split"),
    ]
}
