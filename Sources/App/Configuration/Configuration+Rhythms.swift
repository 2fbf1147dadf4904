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

    /// `90s`, `15m`, `1h`, `7d`, or a number of seconds.
    private static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let last = text.last else { return nil }
        let number = units[last] == nil ? text : String(text.dropLast())
        guard let value = Int64(number), value >= 0, value <= 10_000_000 else { return nil }
        return value * (units[last] ?? 1)
    }
}
