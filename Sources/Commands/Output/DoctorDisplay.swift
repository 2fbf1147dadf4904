import Connect
import Foundations

/// The doctor's report for people: a line a check, and under what is wrong AWS's words, the cure and the statement to add.
enum DoctorDisplay {
    static func show(_ report: DoctorReport) { Terminal.result(text(report)) }

    static func text(_ report: DoctorReport) -> String {
        var lines: [String] = []
        var rest = report.checks[...]
        while let check = rest.first {
            let skipped = rest.prefix { $0.outcome == .skipped && $0.summary == check.summary }
            if skipped.count > 2 {
                lines.append(line(.skipped, "\(skipped.count) checks", "skipped: \(check.summary)"))
                rest = rest.dropFirst(skipped.count)
            } else {
                lines += entry(of: check)
                rest = rest.dropFirst()
            }
        }
        if !report.leftBehind.isEmpty {
            lines += ["", "left in the bucket, because it may not be deleted:"]
            lines += report.leftBehind.map { "  \($0.words)" }
        }
        return (lines + ["", verdict(report)]).joined(separator: "\n")
    }

    private static let width = CheckID.allCases.map(\.rawValue.count).max() ?? 0

    private static func line(_ outcome: CheckOutcome, _ name: String, _ text: String) -> String {
        "  \(mark(outcome))  \(name)\(String(repeating: " ", count: max(0, width - name.count)))  \(text)"
    }

    private static func entry(of check: Check) -> [String] {
        let cause = check.cause.map { "  [\($0.rawValue)]" } ?? ""
        let text = check.outcome == .skipped ? "skipped: \(check.summary)" : check.summary
        var lines = [line(check.outcome, check.id.rawValue, text + cause)]
        if let aws = check.aws, check.cause != nil { lines += paragraph("AWS says: \(aws.words)") }
        if let remedy = check.remedy { lines += paragraph(remedy) }
        if let statement = check.statement {
            lines += statement.indented.split(separator: "\n").map { "          \($0)" }
        }
        return lines + check.notes.flatMap(paragraph)
    }

    /// `text` in lines of up to 110 columns, under its check.
    private static func paragraph(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if let last = lines.last, !last.isEmpty, last.count + word.count >= 100 { lines.append("") }
            lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? String(word) : " \(word)"
        }
        return lines.map { "        \($0)" }
    }

    private static func mark(_ outcome: CheckOutcome) -> String {
        switch outcome {
        case .pass: "ok  "
        case .warn: "note"
        case .fail: "FAIL"
        case .skipped: "-   "
        }
    }

    private static func verdict(_ report: DoctorReport) -> String {
        let destination = "s3://\(report.subject.grant.bucket)/\(report.subject.prefix)"
        return switch report.outcome {
        case .fail: "\(destination) does not work yet: \(report.causes.count { $0.outcome == .fail }) to correct."
        case .warn: "\(destination) works; see the notes."
        case .pass, .skipped: "\(destination) works."
        }
    }
}
