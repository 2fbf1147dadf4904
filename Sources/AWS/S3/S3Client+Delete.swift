import Crypto
import Foundation
import Foundations
import HTTP

/// What a deletion did.
public struct S3Deletion: Sendable, Hashable {
    /// The version that was removed or, in a bucket with versions, of the delete marker that was added; nil in one without.
    public var versionID: String?
    /// Whether ``versionID`` is a delete marker.
    public var isDeleteMarker: Bool
}

/// An object, or one version of it, to delete.
public struct S3Target: Sendable, Hashable {
    /// The object's key.
    public var key: String
    /// The version to remove for good; nil to delete what is current.
    public var versionID: String?

    /// A target; see the properties.
    public init(_ key: String, versionID: String? = nil) {
        self.key = key
        self.versionID = versionID
    }
}

/// One of many deletions that S3 refused.
public struct S3DeletionRefusal: Sendable, Hashable {
    /// What was not deleted.
    public var target: S3Target
    /// AWS's code.
    public var code: String
    /// AWS's words.
    public var message: String
}

extension S3Client {
    /// Removes the object at `key`; a missing one is not an error.
    ///
    /// - Parameters:
    ///   - key: which object.
    ///   - version: the version to remove for good (`null` in a bucket without versions); nil deletes what is current, which in a
    ///     bucket with versions only adds a delete marker.
    @discardableResult
    public func delete(_ key: String, version: String? = nil) async throws(S3Failure) -> S3Deletion {
        do {
            return try await perform(S3Call(.deleteObject, key: key, version: version)) { response in
                S3Deletion(
                    versionID: response.header("x-amz-version-id"),
                    isDeleteMarker: response.header("x-amz-delete-marker") == "true")
            }
        } catch {
            // S3 answers 204 for a missing object; some S3-compatible servers answer 404.
            guard error.failure.kind == .notFound else { throw error }
            return S3Deletion(versionID: nil, isDeleteMarker: false)
        }
    }

    /// Removes objects or versions, up to 1,000 in one call, and returns those that S3 refused to remove.
    public func delete(_ targets: [S3Target]) async throws(S3Failure) -> [S3DeletionRefusal] {
        var refusals: [S3DeletionRefusal] = []
        for start in stride(from: 0, to: targets.count, by: 1000) {
            refusals += try await deleteAtOnce(Array(targets[start...].prefix(1000)))
        }
        return refusals
    }

    private func deleteAtOnce(_ targets: [S3Target]) async throws(S3Failure) -> [S3DeletionRefusal] {
        var call = S3Call(.deleteObjects)
        call.query = [QueryItem("delete", "")]
        call.body = Array(Self.deletionList(targets).utf8)
        // S3 wants a digest here whatever the settings are; the oldest is the one that all servers know.
        let digest = Data(Insecure.MD5.hash(data: call.body)).base64EncodedString()
        call.headers = [HTTPHeader("Content-Type", "application/xml"), HTTPHeader("Content-MD5", digest)]
        return try await performListing(call) { response in
            let result = try S3XML.decode(DeleteResult.self, from: response.body, limit: Self.largestListing)
            return result.errors.filter { $0.code != "NoSuchKey" && $0.code != "NoSuchVersion" }.map { error in
                S3DeletionRefusal(
                    target: S3Target(error.key ?? "", versionID: error.versionID), code: error.code,
                    message: error.message ?? "")
            }
        }
    }

    private static func deletionList(_ targets: [S3Target]) -> String {
        let objects = targets.map { target in
            let version = target.versionID.map { "<VersionId>\(S3XML.escape($0))</VersionId>" }
            return "<Object><Key>\(S3XML.escape(target.key))</Key>\(version ?? "")</Object>"
        }
        return
            "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>\(objects.joined())</Delete>"
    }
}

/// The body of a DeleteObjects answer, which is 200 whatever happened to each object.
private struct DeleteResult: Decodable {
    struct Item: Decodable {
        var key: String?
        var versionID: String?
        var code: String
        var message: String?

        enum CodingKeys: String, CodingKey {
            case key = "Key"
            case versionID = "VersionId"
            case code = "Code"
            case message = "Message"
        }
    }

    var errors: [Item]

    enum CodingKeys: String, CodingKey { case errors = "Error" }
}
