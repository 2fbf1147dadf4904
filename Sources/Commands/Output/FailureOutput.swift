import Foundations
import Sync

/// A failure as `--json` prints it on stderr.
struct FailureOutput: Encodable {
    struct Body: Encodable {
        var kind: String
        var what: String
        var why: String
        var remedy: String?
    }

    var error: Body

    init(_ failure: Foundations.Failure) {
        error = Body(kind: failure.kind.rawValue, what: failure.what, why: failure.why, remedy: failure.remedy)
    }

    /// Writes `failure` to stderr, as one JSON object or as sentences.
    static func write(_ failure: Foundations.Failure, asJSON: Bool) {
        if asJSON, let json = try? ReportJSON.encode(FailureOutput(failure)) {
            Terminal.note(String(decoding: json, as: UTF8.self))
        } else {
            Terminal.note("hublake: \(failure)")
        }
    }
}
