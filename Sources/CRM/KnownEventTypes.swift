/// The ids of HubSpot's own event types, which its events API does not give.
///
/// Source: the event tables of HubSpot's warehouse share, and the lists of event type ids that users of its workflows API
/// published. HubSpot itself documents none of them, so only types for which such an id is known stand here; the id is what
/// readers of the share filter by. All others go by their name.
public enum KnownEventTypes {
    /// `4-96000` for `e_visited_page`; the name itself where no id is known.
    public static func id(of fullyQualifiedName: String) -> String { ids[fullyQualifiedName] ?? fullyQualifiedName }

    /// All known ids, by the type's full name.
    public static let ids = [
        "e_visited_page": "4-96000",
        "e_opened_email_v2": "4-666440",
        "e_clicked_link_in_email_v2": "4-666288",
        "e_mta_delivered_email_v2": "4-665536",
        "e_mta_bounced_email_v2": "4-5470331",
        "e_hs_scheduled_email_v2": "4-667638",
        "e_updated_email_subscription_status_v2": "4-666289",
        "e_ad_interaction": "4-1553675",
        "e_mb_media_played": "4-675783",
        "e_v2_contact_enrolled_in_sequence": "4-675777",
        "e_v2_contact_finished_sequence": "4-675778",
        "e_v2_contact_unenrolled_from_sequence": "4-675776",
        "e_v2_contact_booked_meeting_through_sequence": "4-675773",
    ]
}
