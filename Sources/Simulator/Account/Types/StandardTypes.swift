extension StandardType {
    /// What is sold, and how it is paid.
    static let commerce: [StandardType] = [
        .init(
            id: "0-7", name: "product", plural: "products", singularLabel: "Product", pluralLabel: "Products",
            scopes: ["crm.objects.products.read", "e-commerce"], count: 12,
            properties: [.text("name"), .money("price"), .text("hs_sku"), .body("description"), .flag("hs_recurring")]),
        .init(
            id: "0-8", name: "line_item", plural: "line_items", singularLabel: "Line item", pluralLabel: "Line items",
            scopes: ["crm.objects.line_items.read", "e-commerce"], count: 40,
            properties: [
                .text("name"), .number("quantity"), .money("price"), .money("amount"), .whole("hs_product_id"),
            ]),
        .init(
            id: "0-14", name: "quote", plural: "quotes", singularLabel: "Quote", pluralLabel: "Quotes",
            scopes: ["crm.objects.quotes.read", "e-commerce"], createdName: "hs_createdate", count: 10,
            properties: [
                .text("hs_title"), .choice("hs_status", "DRAFT", "APPROVED", "REJECTED"), .moment("hs_expiration_date"),
                .money("hs_quote_amount"),
            ]),
        .init(
            id: "0-53", name: "invoice", plural: "invoices", singularLabel: "Invoice", pluralLabel: "Invoices",
            scopes: ["crm.objects.invoices.read"], createdName: "hs_createdate", count: 10,
            properties: [
                .text("hs_number"), .money("hs_amount_billed"), .date("hs_invoice_date"), .moment("hs_due_date"),
            ]),
        .init(
            id: "0-69", name: "subscription", plural: "subscriptions", singularLabel: "Subscription",
            pluralLabel: "Subscriptions", scopes: ["crm.objects.subscriptions.read"], createdName: "hs_createdate",
            count: 8,
            properties: [.text("hs_name"), .choice("hs_status", "active", "past_due", "canceled"), .whole("hs_term")]),
        .init(
            id: "0-84", name: "discount", plural: "discounts", singularLabel: "Discount", pluralLabel: "Discounts",
            scopes: ["crm.objects.line_items.read"], createdName: "hs_createdate", count: 5,
            properties: [.text("hs_label"), .number("hs_value"), .choice("hs_type", "PERCENT", "FIXED")]),
        .init(
            id: "0-85", name: "fee", plural: "fees", singularLabel: "Fee", pluralLabel: "Fees",
            scopes: ["crm.objects.line_items.read"], createdName: "hs_createdate", count: 5,
            properties: [.text("hs_label"), .number("hs_value"), .choice("hs_type", "PERCENT", "FIXED")]),
        .init(
            id: "0-86", name: "tax", plural: "taxes", singularLabel: "Tax", pluralLabel: "Taxes",
            scopes: ["crm.objects.line_items.read"], createdName: "hs_createdate", count: 5,
            properties: [.text("hs_label"), .number("hs_value"), .choice("hs_type", "PERCENT", "FIXED")]),
        .init(
            id: "0-101", name: "commerce_payment", plural: "commerce_payments", singularLabel: "Payment",
            pluralLabel: "Payments", scopes: ["crm.objects.commercepayments.read"], createdName: "hs_createdate",
            count: 8,
            properties: [
                .money("hs_initial_amount"), .choice("hs_latest_status", "succeeded", "refunded"),
                .moment("hs_initiated_date"),
            ]),
        .init(
            id: "0-123", name: "order", plural: "orders", singularLabel: "Order", pluralLabel: "Orders",
            scopes: ["crm.objects.orders.read"], createdName: "hs_createdate", count: 12,
            pipelines: [
                .steps(
                    "a4b7688c-9fbf-4fc6-a7e7-1f3ac6b1a6a8", "Order pipeline",
                    ["Open", "Packed", "Shipped", "Delivered"])
            ],
            properties: [.text("hs_order_name"), .money("hs_total_price"), .text("hs_shipping_address_city")]),
        .init(
            id: "0-142", name: "cart", plural: "carts", singularLabel: "Cart", pluralLabel: "Carts",
            scopes: ["crm.objects.carts.read"], createdName: "hs_createdate", count: 6,
            properties: [.text("hs_cart_name"), .money("hs_total_price"), .text("hs_cart_url")]),
        .init(
            id: "0-721", name: "contract", plural: "contracts", singularLabel: "Contract", pluralLabel: "Contracts",
            scopes: ["crm.objects.contracts.read"], createdName: "hs_createdate", count: 5, isSearchable: false,
            properties: [.text("hs_title"), .date("hs_start_date"), .date("hs_end_date"), .money("hs_total_value")]),
    ]

    /// What was said and done: the engagements, which the contacts' scope opens too.
    static let engagements: [StandardType] = [
        .init(
            id: "0-18", name: "communication", plural: "communications", singularLabel: "Communication",
            pluralLabel: "Communications", scopes: ["crm.objects.contacts.read"], createdName: "hs_createdate",
            count: 12,
            properties: [
                .choice("hs_communication_channel_type", "SMS", "WHATS_APP", "LINKEDIN_MESSAGE"),
                .body("hs_communication_body"), .moment("hs_timestamp"),
            ]),
        .init(
            id: "0-27", name: "task", plural: "tasks", singularLabel: "Task", pluralLabel: "Tasks",
            scopes: ["crm.objects.tasks.read", "crm.objects.contacts.read"], createdName: "hs_createdate", count: 25,
            properties: [
                .text("hs_task_subject"), .body("hs_task_body"), .choice("hs_task_status", "NOT_STARTED", "COMPLETED"),
                .moment("hs_timestamp"),
            ]),
        .init(
            id: "0-46", name: "note", plural: "notes", singularLabel: "Note", pluralLabel: "Notes",
            scopes: ["crm.objects.notes.read", "crm.objects.contacts.read"], createdName: "hs_createdate", count: 25,
            properties: [
                .body("hs_note_body"), .moment("hs_timestamp"), .choices("hs_attachment_ids", "101", "102", "103"),
            ]),
        .init(
            id: "0-47", name: "meeting_event", plural: "meetings", singularLabel: "Meeting", pluralLabel: "Meetings",
            scopes: ["crm.objects.meetings.read", "crm.objects.contacts.read"], createdName: "hs_createdate", count: 15,
            properties: [
                .text("hs_meeting_title"), .body("hs_meeting_body"), .moment("hs_meeting_start_time"),
                .moment("hs_timestamp"),
            ]),
        .init(
            id: "0-48", name: "call", plural: "calls", singularLabel: "Call", pluralLabel: "Calls",
            scopes: ["crm.objects.calls.read", "crm.objects.contacts.read"], createdName: "hs_createdate", count: 15,
            properties: [
                .text("hs_call_title"), .body("hs_call_body"), .whole("hs_call_duration"), .moment("hs_timestamp"),
            ]),
        .init(
            id: "0-49", name: "email", plural: "emails", singularLabel: "Email", pluralLabel: "Emails",
            scopes: ["sales-email-read", "crm.objects.contacts.read"], createdName: "hs_createdate", count: 30,
            properties: [
                .text("hs_email_subject"), .body("hs_email_text"), .body("hs_email_html"),
                .choice("hs_email_direction", "EMAIL", "INCOMING_EMAIL", "FORWARDED_EMAIL"), .moment("hs_timestamp"),
            ]),
        .init(
            id: "0-116", name: "postal_mail", plural: "postal_mail", singularLabel: "Postal mail",
            pluralLabel: "Postal mail", scopes: ["crm.objects.contacts.read"], createdName: "hs_createdate", count: 5,
            properties: [.body("hs_postal_mail_body"), .moment("hs_timestamp")]),
    ]

    /// Everything else.
    static let others: [StandardType] = [
        .init(
            id: "0-5", name: "ticket", plural: "tickets", singularLabel: "Ticket", pluralLabel: "Tickets",
            scopes: ["tickets"], count: 30,
            pipelines: [
                .tickets("0", "Support", ["New", "Waiting on us", "Closed"], from: 1),
                .tickets("92000000", "Repairs, 修理", ["Received", "Repaired"], from: 92_000_001),
            ],
            properties: [
                .text("subject"), .body("content"), .choice("hs_ticket_priority", "LOW", "MEDIUM", "HIGH"),
                .moment("closed_date"), .whole("time_to_close"),
            ]),
        .init(
            id: "0-19", name: "feedback_submission", plural: "feedback_submissions",
            singularLabel: "Feedback submission", pluralLabel: "Feedback submissions",
            scopes: ["crm.objects.feedback_submissions.read", "crm.objects.contacts.read"],
            createdName: "hs_createdate",
            count: 8, properties: [.text("hs_survey_name"), .whole("hs_value"), .body("hs_content")]),
        .init(
            id: "0-54", name: "marketing_event", plural: "marketing_events", singularLabel: "Marketing event",
            pluralLabel: "Marketing events", scopes: ["crm.objects.marketing_events.read"],
            createdName: "hs_createdate",
            count: 5, properties: [.text("hs_event_name"), .moment("hs_start_datetime"), .whole("hs_attendees")]),
        .init(
            id: "0-72", name: "deal_split", plural: "deal_split", singularLabel: "Deal split",
            pluralLabel: "Deal splits", scopes: ["crm.objects.deals.read"], createdName: "hs_createdate", count: 6,
            properties: [.number("hs_deal_split_percentage"), .money("hs_deal_split_amount")]),
        .init(
            id: "0-74", name: "goal_target", plural: "goal_targets", singularLabel: "Goal", pluralLabel: "Goals",
            scopes: ["crm.objects.goals.read"], createdName: "hs_createdate", count: 6,
            properties: [.text("hs_goal_name"), .number("hs_target_amount"), .moment("hs_start_datetime")]),
        .init(
            id: "0-115", name: "user", plural: "users", singularLabel: "User", pluralLabel: "Users",
            scopes: ["crm.objects.users.read"], createdName: "hs_createdate", count: 8,
            properties: [
                .text("hs_job_title"), .choice("hs_availability_status", "available", "away"),
                .text("hs_standard_time_zone"),
            ]),
        .init(
            id: "0-136", name: "lead", plural: "leads", singularLabel: "Lead", pluralLabel: "Leads",
            scopes: ["crm.objects.leads.read"], createdName: "hs_createdate", count: 15,
            pipelines: [.steps("lead-pipeline-id", "Lead pipeline", ["New", "Attempting", "Connected", "Qualified"])],
            properties: [
                .text("hs_lead_name"), .choice("hs_lead_type", "NEW_BUSINESS", "UPSELL"),
                .choice("hs_lead_label", "WARM", "HOT", "COLD"),
            ]),
        .init(
            id: "0-162", name: "service", plural: "services", singularLabel: "Service", pluralLabel: "Services",
            scopes: ["crm.objects.services.read"], createdName: "hs_createdate", count: 6,
            pipelines: [
                .steps("8e2b21d0-7a90-4968-8f8c-a8525cc49c70", "Client success", ["Planned", "Running", "Done"])
            ],
            properties: [.text("hs_name"), .money("hs_amount_paid"), .date("hs_start_date"), .flag("hs_is_paused")]),
        .init(
            id: "0-410", name: "course", plural: "courses", singularLabel: "Course", pluralLabel: "Courses",
            scopes: ["crm.objects.courses.read"], createdName: "hs_createdate", count: 5,
            pipelines: [.steps("3a8e5b0c-course", "Course pipeline", ["Planned", "Open", "Over"])],
            properties: [
                .text("hs_course_name"), .whole("hs_enrollment_capacity"),
                .choice("hs_delivery_method", "ONLINE", "ON_SITE"),
            ]),
        .init(
            id: "0-420", name: "listing", plural: "listings", singularLabel: "Listing", pluralLabel: "Listings",
            scopes: ["crm.objects.listings.read"], createdName: "hs_createdate", count: 5,
            pipelines: [.steps("listing-default", "Listing pipeline", ["For sale", "Sold"])],
            properties: [.text("hs_name"), .money("hs_price"), .number("hs_square_footage"), .text("hs_city")]),
        .init(
            id: "0-421", name: "appointment", plural: "appointments", singularLabel: "Appointment",
            pluralLabel: "Appointments", scopes: ["crm.objects.appointments.read"], createdName: "hs_createdate",
            count: 6,
            pipelines: [.steps("appointment-default", "Appointment pipeline", ["Booked", "Over", "No show"])],
            properties: [.text("hs_appointment_name"), .moment("hs_appointment_start"), .moment("hs_appointment_end")]),
        .init(
            id: "0-970", name: "project", plural: "projects", singularLabel: "Project", pluralLabel: "Projects",
            scopes: ["crm.objects.projects.read"], createdName: "hs_createdate", count: 5,
            properties: [.text("hs_name"), .choice("hs_status", "on_track", "late"), .date("hs_target_due_date")]),
        // Their ids are not published; these are the simulator's own.
        .init(
            id: "0-9901", name: "partner_client", plural: "partner_clients", singularLabel: "Partner client",
            pluralLabel: "Partner clients", scopes: ["crm.objects.partner-clients.read"], createdName: "hs_createdate",
            count: 4, properties: [.text("hs_company_name"), .text("hs_domain")]),
        .init(
            id: "0-9902", name: "partner_service", plural: "partner_services", singularLabel: "Partner service",
            pluralLabel: "Partner services", scopes: ["crm.objects.partner-services.read"],
            createdName: "hs_createdate",
            count: 4, properties: [.text("hs_name"), .choice("hs_service_type", "ONBOARDING", "MIGRATION")]),
    ]

    /// All of them, by id.
    static let all = (commerce + engagements + others).sorted { $0.number < $1.number }

    private var number: Int { id.split(separator: "-").last.flatMap { Int($0) } ?? 0 }
}
