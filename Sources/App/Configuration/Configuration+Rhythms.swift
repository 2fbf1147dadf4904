import Foundations
import Sync

extension Configuration {
    /// The rhythms that `rhythms` sets, `associations=1h, scan=2d`; others keep their defaults.
    static func rhythms(_ raw: RawSettings) throws -> Rhythms {
        var rhythms = Rhythms()
        for item in raw.list(.rhythms) {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let chore = Chore(rawValue: parts[0]), let seconds = seconds(parts[1]) else {
                throw raw.refusal(
                    .rhythms, why: "\"\(item)\" is not of the form chore=time",
                    remedy:
                        "Chores are \(Chore.allCases.map(\.rawValue).joined(separator: ", ")); times are 15m, 1h, 7d.")
            }
            rhythms[chore] = seconds
        }
        return rhythms
    }

    static func maintenance(_ raw: RawSettings) throws -> MaintenanceTime {
        guard let text = raw[.maintenance]?.text else { return .afterSync }
        guard let time = MaintenanceTime(rawValue: text) else {
            throw raw.refusal(
                .maintenance, why: "\"\(text)\" is none of its values", remedy: "Write after-sync or never.")
        }
        return time
    }

    /// Seconds; at least an hour, since all records are looked at that often.
    static func privacyDeadline(_ raw: RawSettings) throws -> Int64 {
        guard let text = raw[.privacyDeadline]?.text else { return SyncSettings().privacyDeadline }
        guard let seconds = seconds(text), seconds >= 3_600 else {
            throw raw.refusal(
                .privacyDeadline, why: "\"\(text)\" is no time of at least an hour", remedy: "Write 24h, 12h or 7d.")
        }
        return seconds
    }

    /// `90s`, `15m`, `1h`, `7d`, or a number of seconds.
    private static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let last = text.last else { return nil }
        let number = units[last] == nil ? text : String(text.dropLast())
        guard let value = Int64(number), value >= 0, value <= 10_000_000 else { return nil }
        return value * (units[last] ?? 1)
    }
}
