/// The ways besides `s3://bucket/prefix` in which AWS's pages name a place in a bucket.
enum S3Spelling {
    /// `bucket/prefix` of an ARN or of a web address at AWS; nil for anything else.
    static func bucketAndPrefix(_ text: String) -> Substring? {
        if let rest = ofARN(text[...]) { return rest }
        guard text.hasPrefix("https://") else { return nil }
        return ofAddress(text.dropFirst("https://".count))
    }

    /// `arn:aws:s3:::bucket/prefix`. An access point's ARN names region and account, and is left as it is.
    private static func ofARN(_ text: Substring) -> Substring? {
        guard text.hasPrefix("arn:") else { return nil }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[2] == "s3" else { return nil }
        return parts[3].isEmpty && parts[4].isEmpty ? parts[5] : text
    }

    /// `bucket.s3.region.amazonaws.com/prefix` or `s3.region.amazonaws.com/bucket/prefix`; older names have no region or a hyphen.
    private static func ofAddress(_ address: Substring) -> Substring? {
        let host = address.prefix { $0 != "/" }
        let path = address.dropFirst(host.count).drop { $0 == "/" }
        guard !address.contains(where: { "?#%".contains($0) }),
            let suffix = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"].first(where: host.hasSuffix)
        else { return nil }
        let labels = host.dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard let service = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }) else { return nil }
        guard service > 0 else { return path }
        let bucket = labels[..<service].joined(separator: ".")
        return path.isEmpty ? bucket[...] : "\(bucket)/\(path)"[...]
    }
}
