/// Text that is legal in HubSpot and that has broken somebody's pipeline before.
enum AdversarialText {
    /// A word or a short phrase, mostly plain.
    static func phrase(_ random: inout SeededGenerator) -> String {
        if random.chance(0.12) { return random.pick(awkward) }
        return (0...random.below(4)).map { _ in random.pick(words) }.joined(separator: " ")
    }

    /// A paragraph; of some rows about as long as HubSpot allows, 65,536 characters.
    static func paragraph(_ random: inout SeededGenerator, row: UInt64) -> String {
        if row % 97 == 13 {
            return String(repeating: random.pick(["lorem ipsum ", "長い文章だった、と。 ", "\"quote\\ x\n\t"]), count: 5_000)
        }
        return (0...random.below(5)).map { _ in phrase(&random) }.joined(
            separator: random.pick([". ", "\n", "\r\n", "\t"]))
    }

    static let firstNames = [
        "Ada", "Björn", "Chloë", "Dmitri", "Eun-ji", "Fatima", "Grace", "Håkon", "志明", "美玲", "さくら", "محمد", "שרה",
        "Zoë",
        "O'Neil", "Nguyễn",
    ]
    static let lastNames = [
        "Lovelace", "Sørensen", "Müller", "Иванов", "김", "陳", "王", "佐藤", "الفارسي", "כהן", "D'Angelo", "Smith; Jones",
        "van der Berg", "Null", "García",
    ]
    static let words = [
        "account", "blue", "contract", "delivery", "east", "factory", "garden", "harbour", "invoice", "journey",
        "kettle",
        "lantern", "market", "north", "orchard", "paper", "quarter", "river", "signal", "timber",
    ]
    static let awkward = [
        "null", "NULL", "NaN", "true", "0", "-", " ", "  leading and trailing  ", "\u{0}", "before\u{0}after",
        "\"quoted\"",
        "back\\slash", "line one\nline two", "carriage\r\nreturn", "tab\there", "comma, semicolon; pipe|",
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>", "客戶關係管理", "顧客データ", "고객", "👩‍👩‍👧‍👦 family", "🇹🇼🏳️‍🌈", "e\u{301}cole", "école",
        "שלום עולם", "مرحبا بالعالم", "\u{202E}reversed", "zero\u{200B}width", "\u{FEFF}bom", "\u{2028}separator",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "İstanbul ıĞ", "ẞß", "\u{7F}\u{1F}", "{\"json\": [1, 2]}", "=HYPERLINK(\"https://example.com\")", "%00%2F",
        "\u{FFFD}",
        "\u{10FFFF}",
    ]
}
