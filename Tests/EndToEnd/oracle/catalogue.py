"""HubSpot's own object types and events, from its public documentation: what no call of its API tells."""

#: Object type id → internal name, plural internal name. For three types the ids are not published.
STANDARD_TYPES = {
    "0-1": ("contact", "contacts"), "0-2": ("company", "companies"), "0-3": ("deal", "deals"),
    "0-5": ("ticket", "tickets"), "0-7": ("product", "products"), "0-8": ("line_item", "line_items"),
    "0-14": ("quote", "quotes"), "0-18": ("communication", "communications"),
    "0-19": ("feedback_submission", "feedback_submissions"), "0-27": ("task", "tasks"), "0-46": ("note", "notes"),
    "0-47": ("meeting", "meetings"), "0-48": ("call", "calls"), "0-49": ("email", "emails"),
    "0-53": ("invoice", "invoices"), "0-54": ("marketing_event", "marketing_events"),
    "0-69": ("subscription", "subscriptions"), "0-72": ("deal_split", "deal_splits"),
    "0-74": ("goal_target", "goal_targets"), "0-84": ("discount", "discounts"), "0-85": ("fee", "fees"),
    "0-86": ("tax", "taxes"), "0-101": ("commerce_payment", "commerce_payments"), "0-115": ("user", "users"),
    "0-116": ("postal_mail", "postal_mail"), "0-123": ("order", "orders"), "0-136": ("lead", "leads"),
    "0-142": ("cart", "carts"), "0-162": ("service", "services"), "0-410": ("course", "courses"),
    "0-420": ("listing", "listings"), "0-421": ("appointment", "appointments"), "0-721": ("contract", "contracts"),
    "0-970": ("project", "projects"),
}  # fmt: skip

#: Types whose id is not published, by their internal name: their path segment, which is also their plural, stands for it.
UNNUMBERED_TYPES = {"partner_client": "partner_clients", "partner_service": "partner_services"}

#: What HubSpot shows as the title of a record of its own types; its schemas API says it for custom types only.
PRIMARY_DISPLAY_PROPERTIES = {
    "0-1": "email", "0-2": "name", "0-3": "dealname", "0-5": "subject", "0-7": "name", "0-8": "name", "0-14": "hs_title",
    "0-27": "hs_task_subject", "0-47": "hs_meeting_title", "0-48": "hs_call_title", "0-49": "hs_email_subject",
    "0-54": "hs_event_name", "0-69": "hs_name", "0-74": "hs_goal_name", "0-123": "hs_order_name", "0-136": "hs_lead_name",
}  # fmt: skip

#: Ids of HubSpot's own event types: the events API does not tell them.
EVENT_TYPE_IDS = {
    "e_visited_page": "4-96000", "e_opened_email_v2": "4-666440", "e_clicked_link_in_email_v2": "4-666288",
    "e_mta_delivered_email_v2": "4-665536", "e_mta_bounced_email_v2": "4-5470331", "e_hs_scheduled_email_v2": "4-667638",
    "e_updated_email_subscription_status_v2": "4-666289", "e_ad_interaction": "4-1553675",
    "e_mb_media_played": "4-675783", "e_v2_contact_enrolled_in_sequence": "4-675777",
    "e_v2_contact_finished_sequence": "4-675778", "e_v2_contact_unenrolled_from_sequence": "4-675776",
    "e_v2_contact_booked_meeting_through_sequence": "4-675773",
}  # fmt: skip

#: The e-mail events API's types, as the events that HubSpot's data share has for them; the last five are hublake's own names.
EMAIL_EVENTS = {
    "SENT": "e_hs_scheduled_email_v2", "DELIVERED": "e_mta_delivered_email_v2", "OPEN": "e_opened_email_v2",
    "CLICK": "e_clicked_link_in_email_v2", "BOUNCE": "e_mta_bounced_email_v2",
    "SPAMREPORT": "e_reported_spam_email_v2", "STATUSCHANGE": "e_updated_email_subscription_status_v2",
    "DROPPED": "e_dropped_email", "DEFERRED": "e_deferred_email", "PROCESSED": "e_processed_email",
    "FORWARD": "e_forwarded_email", "PRINT": "e_printed_email",
}  # fmt: skip

METATYPES = {"0": "hubspot", "1": "integrator", "2": "portal", "4": "hubspot", "5": "integrator", "6": "portal"}


def standard_names(type_: dict) -> tuple[str, str] | None:
    """Internal name and plural of a standard type; None for a custom one."""
    id_ = type_["objecttypeid"]
    unnumbered = {many: (one, many) for one, many in UNNUMBERED_TYPES.items()}
    return None if id_.startswith("2-") else STANDARD_TYPES.get(id_) or unnumbered[id_]
