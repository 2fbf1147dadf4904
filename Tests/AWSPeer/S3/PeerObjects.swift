import Crypto
import Foundation

/// The objects of one bucket, with their versions and the uploads that go on.
struct PeerObjects {
    struct Version: Hashable {
        var id: String
        var isMarker = false
        var body: [UInt8] = []
        var tag = ""
        var headers: [String: String] = [:]
        var written = Date(timeIntervalSince1970: 0)
    }

    struct Upload {
        var key: String
        var headers: [String: String]
        var parts: [Int: (body: [UInt8], tag: String)] = [:]
    }

    /// Oldest first.
    var versions: [String: [Version]] = [:]
    var uploads: [String: Upload] = [:]
    /// What a completed upload answered: completing it again answers the same.
    var completed: [String: PeerAnswer] = [:]

    func current(_ key: String) -> Version? {
        guard let last = versions[key]?.last, !last.isMarker else { return nil }
        return last
    }

    func version(_ id: String, of key: String) -> Version? { versions[key]?.last { $0.id == id } }

    /// Keys with a current version, in the order of their UTF-8 bytes.
    var keys: [String] {
        versions.keys.filter { current($0) != nil }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    var listing: [String] {
        versions.sorted { $0.key < $1.key }.flatMap { key, versions in
            versions.map { $0.id == "null" && !$0.isMarker ? key : "\(key) \($0.id)\($0.isMarker ? " marker" : "")" }
        }
    }

    mutating func store(_ version: Version, at key: String, isVersioned: Bool) {
        if isVersioned {
            versions[key, default: []].append(version)
        } else {
            versions[key] = [version]
        }
    }

    mutating func remove(_ id: String, of key: String) {
        versions[key]?.removeAll { $0.id == id }
        if versions[key]?.isEmpty == true { versions[key] = nil }
    }

    static func tag(_ body: [UInt8]) -> String {
        "\"" + Insecure.MD5.hash(data: body).map { String(format: "%02x", $0) }.joined() + "\""
    }
}
