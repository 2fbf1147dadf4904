import Foundations

/// Account details and usage: `hubspot-api.md` sections 4.3 and 6.
extension AccountAPI {
    var accountDetails: JSON {
        .fields([
            "portalId": .integer(account.portalID), "accountType": "DEVELOPER_TEST", "timeZone": "Asia/Taipei",
            "companyCurrency": "TWD", "additionalCurrencies": .strings(["EUR"]), "utcOffset": "+08:00",
            "utcOffsetMilliseconds": 28_800_000, "uiDomain": "app.hubspot.com", "dataHostingLocation": "na1",
        ])
    }

    var apiUsage: JSON {
        .fields([
            "results": .array([
                .fields([
                    "name": "private-apps-api-calls-daily",
                    "usageLimit": .integer(Int64(settings.dailyLimit > 0 ? settings.dailyLimit : 1_000_000)),
                    "currentUsage": .integer(Int64(callsToday)), "collectedAt": .string(now.iso8601),
                    "fetchStatus": "SUCCESS", "resetsAt": .string(AccountDay.end(after: now).iso8601),
                ])
            ])
        ])
    }
}
