/// Numbers as people read them.
enum Figures {
    /// `1234567` as `1,234,567`.
    static func count(_ value: Int) -> String {
        let digits = Array(String(abs(value)))
        var grouped = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }

    /// `1 file`, `1,200 files`.
    static func count(_ value: Int, _ noun: String) -> String { "\(count(value)) \(noun)\(value == 1 ? "" : "s")" }

    /// Bytes with a decimal unit: `412 kB`, `1.5 MB`.
    static func bytes(_ value: Int) -> String {
        var amount = Double(value)
        for unit in ["B", "kB", "MB", "GB"] {
            if amount < 1000 {
                return amount < 10 && unit != "B" ? "\(tenths(amount)) \(unit)" : "\(Int(amount.rounded())) \(unit)"
            }
            amount /= 1000
        }
        return "\(tenths(amount)) TB"
    }

    /// Seconds with one decimal: `3.2 s`.
    static func seconds(_ value: Double) -> String { "\(tenths(value)) s" }

    /// A time span in its largest unit: `42 s`, `7 min`, `3 h`, `12 d`.
    static func age(seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(max(0, seconds)) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }

    private static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return "\(scaled / 10).\(abs(scaled % 10))"
    }
}
