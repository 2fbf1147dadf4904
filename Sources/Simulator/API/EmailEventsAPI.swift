import Foundations

/// GET `/email/public/v1/events`: pages by `offset`, newest first, at most 1,000.
extension AccountAPI {
    func emailEvents(_ call: Call) throws(APIError) -> Answer {
        try require(anyOf: ["content"])
        let limit = try call.limit(default: 10, maximum: 1_000)
        let from = try time("startTimestamp", call)
        let to = try time("endTimestamp", call)
        let type = call.parameter("eventType")
        let recipient = call.parameter("recipient")?.lowercased()
        let campaign = call.parameter("campaignId")
        let chosen = account.emailEvents.filter { event in
            let created = event.createdAt.milliseconds
            return created >= from ?? .min && created <= to ?? .max && (type == nil || event.type == type)
                && (recipient == nil || event.recipient.lowercased() == recipient)
                && (campaign == nil || String(event.campaignID) == campaign)
        }
        var start = 0
        if let cursor = call.parameter("offset"), !cursor.isEmpty {
            guard let offset = OpaqueCursor.offset(of: cursor) else { throw .invalid("The offset is not valid") }
            start = min(offset, chosen.count)
        }
        let end = min(chosen.count, start + limit)
        return .json(
            .fields([
                "hasMore": .bool(end < chosen.count), "offset": .string(OpaqueCursor.text(for: end)),
                "events": .array(chosen[start..<end].map { $0.json(portalID: account.portalID) }),
            ]))
    }

    private func time(_ name: String, _ call: Call) throws(APIError) -> Int64? {
        guard let text = call.parameter(name), !text.isEmpty else { return nil }
        guard let milliseconds = Int64(text) else { throw .invalid("\(name) must be milliseconds since 1970") }
        return milliseconds
    }
}
