import Foundations

/// Makes marketing-email events of every type: to contacts, in any letter case, and to addresses that are nobody's.
struct EmailEventGenerator {
    let seed: UInt64
    let account: Account

    func events(count: Int) -> [EmailEvent] {
        guard count > 0 else { return [] }
        let addresses = self.addresses
        var random = SeededGenerator(seed: seed, 900)
        return (0..<count).map { event($0, addresses, &random) }.sorted(by: EmailEvent.isBefore)
    }

    private func event(_ number: Int, _ addresses: [String], _ random: inout SeededGenerator) -> EmailEvent {
        let type = Self.types[number % Self.types.count]
        let known = addresses.isEmpty || random.chance(0.15) ? "stranger\(number)@example.com" : random.pick(addresses)
        let created = random.number(in: 1_735_689_600_000...1_764_547_200_000)
        // Every twentieth event repeats the id of the one before it at another time.
        let idNumber = UInt64(number % 20 == 19 ? number - 1 : number)
        return EmailEvent(
            id: SeededGenerator.uuid(seed: seed, 901, idNumber), createdAt: .milliseconds(created), type: type,
            recipient: random.chance(0.2) ? known.uppercased() : known,
            campaignID: 7_000_000 + random.number(in: 0...9),
            details: details(type, created, &random))
    }

    private var addresses: [String] {
        guard let contacts = account.types.first(where: { $0.id == "0-1" }), let email = contacts.liveProperty("email")
        else { return [] }
        return account.table(contacts).live.prefix(5_000).compactMap { record in
            account.value(email, of: record, in: contacts).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    private func details(_ type: String, _ created: Int64, _ random: inout SeededGenerator) -> [JSON.Member] {
        let sent = JSON.fields([
            "id": .string(SeededGenerator.uuid(seed: seed, 902, random.next())),
            "created": .integer(created - random.number(in: 0...600_000)),
        ])
        let browser = JSON.fields([
            "name": "Mobile Safari", "family": "Safari", "producer": "Apple", "type": "MOBILE_BROWSER",
        ])
        let place = JSON.fields(["country": "TAIWAN", "state": "taipei", "city": "臺北"])
        let fields: JSON =
            switch type {
            case "OPEN":
                .fields([
                    "sentBy": sent, "browser": browser, "location": place, "deviceType": "MOBILE",
                    "duration": .integer(random.number(in: 0...30_000)), "userAgent": "Mozilla/5.0",
                ])
            case "CLICK":
                .fields([
                    "sentBy": sent, "url": "https://example.com/?a=1&b=%20", "referer": "https://example.com/mail",
                    "browser": browser, "location": place, "deviceType": "COMPUTER", "linkId": 0,
                ])
            case "BOUNCE":
                .fields([
                    "sentBy": sent, "category": "UNKNOWN_USER", "response": "550 5.1.1 no such user", "status": "5.1.1",
                ])
            case "DROPPED":
                .fields([
                    "dropReason": "PREVIOUSLY_BOUNCED", "dropMessage": "bounced", "from": "\"News\" <news@example.com>",
                    "subject": "News, 消息",
                ])
            case "STATUSCHANGE":
                .fields([
                    "source": "SOURCE_RECIPIENT", "bounced": false, "portalSubscriptionStatus": "SUBSCRIBED",
                    "subscriptions": .array([.fields(["id": 7, "status": "SUBSCRIBED"])]),
                ])
            case "SENT", "PROCESSED": .fields(["subject": "News, 消息", "from": "news@example.com"])
            default: .fields(["sentBy": sent, "response": "250 2.0.0 OK"])
            }
        guard case .object(let members) = fields else { return [] }
        return members
    }

    private static let types = [
        "SENT", "PROCESSED", "DELIVERED", "OPEN", "OPEN", "CLICK", "DELIVERED", "BOUNCE", "DROPPED", "DEFERRED",
        "SPAMREPORT", "STATUSCHANGE", "FORWARD", "PRINT",
    ]
}
