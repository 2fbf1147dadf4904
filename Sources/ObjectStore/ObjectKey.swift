public import Foundations

/// What may be a key: the one check that every store makes before it touches anything.
///
/// Only ASCII letters, digits and `-_.=/`, because S3-compatible servers and the tools around them disagree about the rest; no
/// leading or trailing `/`, no empty segment, no `.` or `..`, at most 1,024 bytes (S3's limit) and 255 a segment (a file
/// system's). Segments that begin with ``reservedPrefix`` belong to hublake's own unfinished files.
public enum ObjectKey {
    /// How the names of unfinished files in a folder begin; never a key, never listed.
    public static let reservedPrefix = ".hublake-"

    /// Whether `key` can name an object.
    public static func isValid(_ key: String) -> Bool { problem(with: key) == nil }

    /// Throws `Failure(.internal)` when `key` cannot name an object: keys are made by hublake, never by its user.
    public static func check(_ key: String) throws(Failure) {
        guard let problem = problem(with: key) else { return }
        throw Failure(.internal, "cannot use \"\(key)\" as an object's key", why: problem)
    }

    /// Throws `Failure(.internal)` when no key can begin with `prefix`; the empty prefix and a cut segment are fine.
    public static func checkPrefix(_ prefix: String) throws(Failure) {
        // A letter completes whatever the prefix left open, so one rule decides both.
        guard let problem = problem(with: prefix + "x") else { return }
        throw Failure(.internal, "cannot list keys that begin with \"\(prefix)\"", why: problem)
    }

    /// Why `key` cannot name an object, or nil when it can.
    static func problem(with key: String) -> String? {
        guard !key.isEmpty else { return "it is empty" }
        guard key.utf8.count <= 1024 else { return "it is longer than 1,024 bytes" }
        guard key.utf8.allSatisfy(isAllowed) else { return "only ASCII letters, digits and -_.=/ are allowed" }
        for segment in key.split(separator: "/", omittingEmptySubsequences: false) {
            if segment.isEmpty { return "it has an empty segment, or a slash at its begin or end" }
            if segment == "." || segment == ".." { return "it has a segment \(segment)" }
            if segment.utf8.count > 255 { return "a segment is longer than 255 bytes" }
            if segment.hasPrefix(reservedPrefix) { return "segments that begin with \(reservedPrefix) are reserved" }
        }
        return nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "=", "/": true
        default: false
        }
    }
}
