import AWS
import Foundation
import Foundations

/// One call of a script.
///
/// `{"do": "put" | "get" | "head" | "delete" | "delete-many" | "list" | "versions" | "region", "key": …, "keys": […], "version": …,
/// "prefix": …, "limit": …, "range": [from, to], "file": where the bytes come from or go to, "if": "absent" | entity tag,
/// "checksum": "CRC64NVME" | "CRC32C" | "none", "threshold": bytes, "part": bytes}`
struct Call {
    private let json: JSONValue
    private let key: String

    init(_ json: JSONValue) {
        self.json = json
        key = json["key"]?.string ?? ""
    }

    /// The answer, or what S3 refused with.
    func answer(_ client: S3Client) async throws -> JSONValue {
        var client = client
        client.writing = writing
        do {
            return try await run(client)
        } catch let failure as S3Failure {
            return [
                "kind": .string(failure.failure.kind.rawValue), "code": text(failure.error?.code),
                "status": failure.error.map { .integer($0.status) } ?? .null, "words": .string(failure.description),
            ]
        }
    }

    private func run(_ client: S3Client) async throws -> JSONValue {
        switch json["do"]?.string {
        case "put": return version(try await client.put(key, try bytes(), condition))
        case "get": return try await get(client)
        case "head":
            let head = try await client.head(key, version: json["version"]?.string)
            return ["size": .integer(head.size), "tag": .string(head.version.entityTag)]
        case "delete":
            let done = try await client.delete(key, version: json["version"]?.string)
            return ["version": text(done.versionID), "marker": .boolean(done.isDeleteMarker)]
        case "delete-many":
            let targets = (json["keys"]?.array ?? []).compactMap { $0.string.map { S3Target($0) } }
            return .array(try await client.delete(targets).map { .string("\($0.target.key): \($0.code)") })
        case "list": return try await list(client)
        case "versions": return try await versions(client)
        case "region": return .string(try await client.region())
        default: throw ToolError("no such call: \(json)")
        }
    }

    private func get(_ client: S3Client) async throws -> JSONValue {
        let bounds = json["range"]?.array?.compactMap { $0.integer.map(Int.init) }
        let object = try await client.get(
            key, range: bounds.map { $0[0]..<$0[1] }, version: json["version"]?.string)
        if let file = json["file"]?.string {
            guard FileManager.default.createFile(atPath: file, contents: Data(object.body)) else {
                throw ToolError("cannot write \(file)")
            }
        }
        return ["size": .integer(object.size), "tag": .string(object.version.entityTag)]
    }

    private func list(_ client: S3Client) async throws -> JSONValue {
        var found: [JSONValue] = []
        var page: S3Page?
        repeat {
            page = try await client.list(
                prefix: json["prefix"]?.string ?? "", continuation: page?.continuation,
                limit: json["limit"]?.integer.map(Int.init))
            found += (page?.objects ?? []).map { ["key": .string($0.key), "size": .integer($0.size)] }
        } while page?.continuation != nil
        return .array(found)
    }

    private func versions(_ client: S3Client) async throws -> JSONValue {
        var found: [JSONValue] = []
        var page: S3VersionPage?
        repeat {
            page = try await client.listVersions(
                prefix: json["prefix"]?.string ?? "", after: page?.next, limit: json["limit"]?.integer.map(Int.init))
            found += (page?.entries ?? []).map { entry in
                [
                    "key": .string(entry.key), "version": .string(entry.versionID),
                    "latest": .boolean(entry.isLatest), "marker": .boolean(entry.isDeleteMarker),
                ]
            }
        } while page?.next != nil
        return .array(found)
    }

    // MARK: Parts of a call

    private func bytes() throws -> [UInt8] {
        guard let file = json["file"]?.string, let bytes = FileManager.default.contents(atPath: file) else {
            throw ToolError("a put without a file")
        }
        return [UInt8](bytes)
    }

    private var condition: S3Condition {
        guard let text = json["if"]?.string else { return .none }
        return text == "absent" ? .ifAbsent : .ifMatch(text)
    }

    private var writing: S3WriteSettings {
        var settings = S3WriteSettings()
        if let name = json["checksum"]?.string { settings.checksum = S3ChecksumAlgorithm(rawValue: name) }
        if let bytes = json["threshold"]?.integer { settings.multipartThreshold = Int(bytes) }
        if let bytes = json["part"]?.integer { settings.partSize = Int(bytes) }
        return settings
    }

    private func version(_ version: S3Version) -> JSONValue {
        ["tag": .string(version.entityTag), "version": text(version.versionID)]
    }

    private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
