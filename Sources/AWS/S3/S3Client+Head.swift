import Foundations
import HTTP

/// What S3 says about an object without its bytes.
public struct S3Head: Sendable, Hashable {
    /// The state it is in.
    public var version: S3Version
    /// Size in bytes.
    public var size: Int
    /// The user's metadata, by names without `x-amz-meta-`, in lower case.
    public var metadata: [String: String]
}

extension S3Client {
    /// Asks about an object. Its refusals have no body, so their code is derived from the status; a missing object is `AccessDenied`
    /// to those who may not list the whole bucket.
    public func head(_ key: String, version: String? = nil) async throws(S3Failure) -> S3Head {
        let call = S3Call(.headObject, key: key, version: version)
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            guard let version = S3Version(response), let size = response.header("Content-Length").flatMap({ Int($0) })
            else { throw Failure(.transient, what, why: "S3's answer tells no ETag or no size") }
            return S3Head(version: version, size: size, metadata: Self.metadata(response))
        }
    }

    private static func metadata(_ response: HTTPResponse) -> [String: String] {
        let prefix = "x-amz-meta-"
        let found = response.headers.compactMap { header -> (String, String)? in
            let name = header.name.lowercased()
            return name.hasPrefix(prefix) ? (String(name.dropFirst(prefix.count)), header.value) : nil
        }
        return Dictionary(found) { $0 + "," + $1 }
    }
}
