import HTTP

/// How a request's path enters its signature, which is where S3 and all other services differ.
public enum CanonicalPath: Sendable, Hashable {
    /// S3: the path as it stands on the wire, encoded once; `.`, `..` and `//` are part of keys.
    case asSent
    /// Everybody else: `.`, `..` and `//` folded, then what stands on the wire encoded once more.
    case normalized

    /// The canonical form of a path that is percent-encoded for the wire.
    func canonical(_ path: String) -> String {
        switch self {
        case .asSent: path.isEmpty ? "/" : path
        case .normalized: PercentEncoding.encode(Self.fold(path), keepingSlashes: true)
        }
    }

    /// RFC 3986's removal of dot segments, and of empty ones.
    static func fold(_ path: String) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        var kept: [Substring] = []
        for segment in segments where segment != "" && segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        let endsInFolder = ["", ".", ".."].contains(segments.last ?? "")
        return "/" + kept.joined(separator: "/") + (endsInFolder && !kept.isEmpty ? "/" : "")
    }
}
