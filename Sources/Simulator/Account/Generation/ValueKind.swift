import Foundations

/// How the values of a property are made. A value follows from the account's seed, the property and the record alone, so an
/// account of any size needs no memory for its values.
enum ValueKind: Sendable {
    case objectID, createdAt, updatedAt
    /// The ids of the records that were merged into this one: all of them, or `id:milliseconds` of the direct ones only.
    case mergedIDs, mergedPairs
    case phrase, paragraph, firstName, lastName, email, domain, phone, json
    case number, money, integer, probability
    case bool, date, datetime
    case choice([String]), choices([String])
    case constant(String)
    /// Only what a change has set.
    case unset
}

/// Makes the value of one property of one record.
struct ValueMaker: Sendable {
    /// The account's seed.
    var seed: UInt64
    /// The share of number, bool, date and datetime values that do not fit their type.
    var misfitShare: Double

    /// The raw text, or nil where the record has no value.
    func value(_ property: Property, typeNumber: UInt64, row: UInt64) -> String? {
        var random = SeededGenerator(seed: seed, typeNumber, property.number, row)
        return value(property, row: row, &random)
    }

    /// A value of the property's kind by the given choices.
    func value(_ property: Property, row: UInt64, _ random: inout SeededGenerator) -> String? {
        // A property that was just made has no values, not even cleared ones.
        if case .unset = property.kind { return nil }
        guard random.chance(property.fill) else { return random.chance(0.1) ? "" : nil }
        switch property.kind {
        case .objectID, .createdAt, .updatedAt, .mergedIDs, .mergedPairs, .unset: return nil
        case .phrase: return AdversarialText.phrase(&random)
        case .paragraph: return AdversarialText.paragraph(&random, row: row)
        case .firstName: return random.pick(AdversarialText.firstNames)
        case .lastName: return random.pick(AdversarialText.lastNames)
        case .email: return "\(random.pick(AdversarialText.words)).\(row)@example.com"
        case .domain: return "\(random.pick(AdversarialText.words))-\(row).example.com"
        case .phone:
            return
                "+\(random.number(in: 1...99)) \(random.number(in: 100...999)) \(random.number(in: 1_000...9_999_999))"
        case .json: return "{\"score\":\(random.below(100)),\"note\":\"\(random.pick(AdversarialText.words)) \\u00e9\"}"
        case .number: return misfit(&random, Self.numberMisfits) ?? Self.number(&random)
        case .money: return misfit(&random, Self.numberMisfits) ?? Self.money(&random)
        case .integer: return misfit(&random, Self.numberMisfits) ?? String(random.number(in: 0...5_000))
        case .probability: return random.pick(["0.0", "0.1", "0.2", "0.4", "0.6", "0.9", "1.0", "1"])
        case .bool: return misfit(&random, ["yes", "1", "TRUE!"]) ?? random.pick(["true", "false"])
        case .date: return misfit(&random, Self.dateMisfits) ?? Self.date(&random)
        case .datetime: return misfit(&random, Self.dateMisfits) ?? Self.datetime(&random)
        case .choice(let options): return random.pick(options)
        case .choices(let options):
            let chosen = options.filter { _ in random.chance(0.4) }
            return chosen.isEmpty ? options[0] : chosen.joined(separator: ";")
        case .constant(let text): return text
        }
    }

    private func misfit(_ random: inout SeededGenerator, _ choices: [String]) -> String? {
        random.chance(misfitShare) ? random.pick(choices) : nil
    }

    static let numberMisfits = ["NaN", "1e400", "-1e400", "Infinity", "12 apples", "1,000", "0x1F", "--1", " "]
    static let dateMisfits = [
        "12025-03-01", "not a date", "0000-01-01", "2026-02-30", "2026-13-01T00:00:00Z", "0000-12-31T23:59:59.999Z",
        "tomorrow",
    ]
}

// MARK: - Numbers and times in all their spellings

extension ValueMaker {
    private static func number(_ random: inout SeededGenerator) -> String {
        if random.chance(0.3) {
            return random.pick([
                "51820.0", "1e3", "-0", "0", "-0.0", "1E-7", "9007199254740993", "0.1", "123456789.123456789", "+5",
                ".5", "5.",
                "1e308", "4.9e-324", "00012", "-9223372036854775808",
            ])
        }
        return "\(random.number(in: -9_999...99_999)).\(random.below(1000))"
    }

    private static func money(_ random: inout SeededGenerator) -> String {
        let whole = random.number(in: 0...2_000_000)
        return random.chance(0.4) ? String(whole) : "\(whole).\(random.pick(["0", "5", "25", "99", "125"]))"
    }

    private static func date(_ random: inout SeededGenerator) -> String {
        let day = CivilDate(days: Int32(random.number(in: -40_000...24_000)))
        return random.chance(0.1) ? String(Int64(day.days) * 86_400_000) : day.iso8601
    }

    /// ISO 8601 with 0 to 9 fraction digits, or epoch milliseconds; a tenth of them before 1970.
    private static func datetime(_ random: inout SeededGenerator) -> String {
        let seconds =
            random.chance(0.1) ? random.number(in: -3_000_000_000 ... -1) : random.number(in: 0...1_900_000_000)
        if random.chance(0.15) { return String(seconds * 1000 + random.number(in: 0...999)) }
        let stem = Timestamp(microseconds: seconds * 1_000_000).iso8601.prefix(19)
        let digits = random.below(10)
        guard digits > 0 else { return "\(stem)Z" }
        let fraction = (0..<digits).map { _ in String(random.below(10)) }.joined()
        return "\(stem).\(fraction)Z"
    }
}
