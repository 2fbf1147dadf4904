public import Foundations

/// Where a customer's tables go, as it stands in a configuration: `s3://bucket/prefix/` or `file:///folder`.
///
/// The other ways in which AWS's pages write a place in a bucket, an ARN and a web address, mean the same.
public enum DestinationURL: Sendable, Hashable {
    /// A bucket, and the key prefix in it without slashes at its ends; empty for the whole bucket.
    case s3(bucket: String, prefix: String)
    /// A folder's absolute path without a slash at its end.
    case folder(path: String)

    /// Reads `text`; throws `Failure(.configuration)` that says what is wrong with it.
    public init(_ text: String) throws(Failure) {
        if let rest = text.dropping(prefix: "s3://") ?? S3Spelling.bucketAndPrefix(text) {
            self = try Self.bucketAndPrefix(rest, in: text)
        } else if let rest = text.dropping(prefix: "file://") {
            self = try Self.folder(rest, in: text)
        } else if let scheme = text.firstRange(of: "://") {
            throw .destination(text, "hublake cannot write to \(text[..<scheme.lowerBound])://")
        } else {
            throw .destination(text, "it is not a URL, and may be a bucket or a folder")
        }
    }

    private static func bucketAndPrefix(_ rest: Substring, in text: String) throws(Failure) -> DestinationURL {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let bucket = String(rest[..<slash])
        if let problem = BucketName.problem(with: bucket) { throw .destination(text, problem) }
        var prefix = rest[slash...].drop { $0 == "/" }
        while prefix.hasSuffix("/") { prefix.removeLast() }
        if !prefix.isEmpty, let problem = ObjectKey.problem(with: String(prefix)) {
            throw .destination(text, "the folder \"\(prefix)\" in the bucket cannot be used: \(problem)")
        }
        // Iceberg adds up to some hundred bytes of its own names; S3 allows 1,024 in all.
        guard prefix.utf8.count <= 512 else { throw .destination(text, "the folder in the bucket is too long") }
        return .s3(bucket: bucket, prefix: String(prefix))
    }

    private static func folder(_ rest: Substring, in text: String) throws(Failure) -> DestinationURL {
        guard rest.hasPrefix("/") else {
            throw .destination(text, "a folder's path must be absolute, with three slashes: file:///folder")
        }
        let segments = rest.split(separator: "/")
        guard !segments.isEmpty else { throw .destination(text, "the root of the file system is no place for tables") }
        guard !segments.contains(where: { $0 == "." || $0 == ".." }) else {
            throw .destination(text, "the path has a segment . or ..")
        }
        // Readers differ in whether they decode these in a table's absolute paths.
        guard !rest.contains(where: { "%?#\\".contains($0) || $0.asciiValue.map { $0 < 32 || $0 == 127 } ?? false })
        else { throw .destination(text, "the path has a character that engines read differently: % ? # \\") }
        return .folder(path: "/" + segments.joined(separator: "/"))
    }
}

extension DestinationURL: CustomStringConvertible {
    /// The URL in its one normal form, without a slash at its end.
    public var description: String {
        switch self {
        case .s3(let bucket, ""): "s3://\(bucket)"
        case .s3(let bucket, let prefix): "s3://\(bucket)/\(prefix)"
        case .folder(let path): "file://\(path)"
        }
    }
}

/// What S3 accepts as a general purpose bucket's name.
enum BucketName {
    /// Why `name` cannot be used, or nil when it can.
    static func problem(with name: String) -> String? {
        guard !name.isEmpty else { return "it names no bucket" }
        if name.hasSuffix(".mrap") {
            return "multi-region access points are not supported: they want another signature"
        }
        if name.hasPrefix("arn:") {
            // Tables hold the addresses of their files, and most engines cannot open one that begins with an ARN.
            return "an access point's ARN cannot be part of a file's address; use its alias (…-s3alias)"
        }
        if name.hasSuffix("--x-s3") {
            return "S3 Express directory buckets are not supported: they want sessions and permissions of their own"
        }
        let problem = "\"\(name)\" cannot be a bucket's name"
        guard (3...63).contains(name.utf8.count) else { return "\(problem): it needs 3 to 63 characters" }
        guard name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }) else {
            return "\(problem): only lower-case letters, digits, dots and hyphens are allowed"
        }
        guard let first = name.utf8.first, let last = name.utf8.last, isLetterOrDigit(first), isLetterOrDigit(last)
        else { return "\(problem): it must begin and end with a letter or digit" }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        if labels.contains("") { return "\(problem): it has two dots in a row" }
        if labels.count == 4 && labels.allSatisfy({ UInt8($0) != nil }) { return "\(problem): it is an IP address" }
        return nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "0"..."9": true
        default: false
        }
    }
}

extension Failure {
    fileprivate static func destination(_ text: String, _ why: String) -> Failure {
        Failure(
            .configuration, "cannot use the destination \"\(Redaction.redact(text))\"", why: why,
            remedy: "Write s3://bucket/folder or file:///folder.")
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
