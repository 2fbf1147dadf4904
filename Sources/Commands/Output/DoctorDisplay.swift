import Connect
import Foundations

/// The doctor's report for people: a line a check, and under what is wrong AWS's words, the cure and the statement to add.
enum DoctorDisplay {
    static func show(_ report: DoctorReport) { Terminal.result(text(report)) }

    static func text(_ report: DoctorReport) -> String {
        let width = CheckID.allCases.map(\.rawValue.count).max() ?? 0
        var lines = report.checks.flatMap { entry(of: $0, width: width) }
        if !report.leftBehind.isEmpty {
            lines += ["", "left in the bucket, because it may not be deleted:"]
            lines += report.leftBehind.map { "  \($0.words)" }
        }
        return (lines + ["", verdict(report)]).joined(separator: "\n")
    }

    private static func entry(of check: Check, width: Int) -> [String] {
        let name = check.id.rawValue + String(repeating: " ", count: width - check.id.rawValue.count)
        let cause = check.cause.map { "  [\($0.rawValue)]" } ?? ""
        let reason = check.outcome == .skipped ? "skipped: \(check.summary)" : check.summary
        var lines = ["  \(mark(check.outcome))  \(name)  \(reason)\(cause)"]
        if let aws = check.aws, check.cause != nil { lines.append("        AWS: \(aws.words)") }
        if let remedy = check.remedy { lines.append("        \(remedy)") }
        if let statement = check.statement {
            lines += statement.indented.split(separator: "\n").map { "          \($0)" }
        }
        lines += check.notes.map { "        \($0)" }
        return lines
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
