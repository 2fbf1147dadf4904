import Foundation
public import Foundations
public import ObjectStore

/// The prefix that a run writes to, with the catalog that says whose it is.
public struct Destination: Sendable {
    /// Key of the catalog under the prefix.
    public static let catalogKey = "_hublake/catalog.json"

    /// The store, rooted at the prefix.
    public let store: any ObjectStore
    /// The catalog as last read or written.
    public private(set) var catalog: Catalog
    private var version: ObjectVersion

    /// Opens the prefix for the account `portalID`, claiming it when it is empty.
    ///
    /// Throws `configuration` when the prefix holds something else, belongs to another account, or was written in a newer format,
    /// and `conflict` when another run claims it at the same moment.
    public static func open(
        _ store: any ObjectStore, portalID: Int64, hublakeVersion: String, at now: Timestamp
    ) async throws -> Destination {
        try await open(
            store, existing: try await read(store), portalID: portalID, hublakeVersion: hublakeVersion, at: now)
    }

    /// The same for a prefix whose catalog was read already; `existing` is nil where there is none.
    static func open(
        _ store: any ObjectStore, existing: Destination?, portalID: Int64, hublakeVersion: String, at now: Timestamp
    ) async throws -> Destination {
        if let existing {
            try existing.catalog.admit(portalID: portalID, location: store.location)
            return existing
        }
        let stranger = try await store.list("", after: nil).objects.first { !$0.key.isEmpty }
        guard stranger == nil else {
            throw Failure(
                .configuration, "cannot use \(store.location)",
                why: "it is not empty, and what is there was not written by hublake (no \(catalogKey))",
                remedy: "Choose an empty prefix or folder of its own for hublake.")
        }
        let claim = Catalog(claimedBy: portalID, writtenBy: hublakeVersion, at: now)
        let version = try await store.put(catalogKey, Array(try ReportJSON.encode(claim)), if: .absent)
        return Destination(store: store, catalog: claim, version: version)
    }

    /// Reads the catalog of a prefix that hublake wrote; nil when there is none.
    public static func read(_ store: any ObjectStore) async throws -> Destination? {
        guard let object = try await store.find(catalogKey) else { return nil }
        return Destination(
            store: store, catalog: try Catalog.decode(object.body, location: store.location),
            version: object.version)
    }

    /// Replaces the catalog; throws `conflict` when somebody else replaced it since it was read.
    public mutating func replaceCatalog(with catalog: Catalog) async throws {
        do {
            version = try await store.put(
                Self.catalogKey, Array(try ReportJSON.encode(catalog)), if: .unchanged(entityTag: version.entityTag))
        } catch let failure as Failure where failure.kind == .conflict {
            throw Failure(
                .conflict, "cannot write the catalog of \(store.location)",
                why: "another run wrote it meanwhile",
                remedy: "Let one sync at a time write to a destination; run this one again.")
        }
        self.catalog = catalog
    }
}

extension Catalog {
    static func decode(_ bytes: [UInt8], location: String) throws -> Catalog {
        struct Header: Decodable {
            var formatVersion: Int
            enum CodingKeys: String, CodingKey { case formatVersion = "format_version" }
        }
        do {
            // The version first: a newer catalog may have any shape.
            let header = try ReportJSON.decode(Header.self, from: bytes)
            guard header.formatVersion <= currentFormatVersion else {
                throw Failure(
                    .configuration, "cannot use \(location)",
                    why: "it was written in format version \(header.formatVersion), newer than the "
                        + "\(currentFormatVersion) that this hublake knows",
                    remedy: "Install the newer hublake that wrote it.")
            }
            return try ReportJSON.decode(Catalog.self, from: bytes)
        } catch let error as DecodingError {
            throw Failure(
                .invalidData, "cannot read \(location)/\(Destination.catalogKey)",
                why: "it is not a catalog of hublake (\(error.shortDescription))",
                remedy: "Restore the file from an earlier object version, or use another prefix.")
        }
    }

    func admit(portalID: Int64, location: String) throws {
        guard self.portalID == portalID else {
            throw Failure(
                .configuration, "cannot use \(location)",
                why: "it holds the tables of HubSpot account \(self.portalID), and the token opens account \(portalID)",
                remedy: "Use a prefix of its own for each account, or the other account's token.")
        }
    }
}

extension DecodingError {
    /// What is wrong and where, without the offending value.
    var shortDescription: String {
        switch self {
        case .keyNotFound(let key, _): "no key \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "at \(context.codingPath.map(\.stringValue).joined(separator: "."))"
        @unknown default: "unreadable"
        }
    }
}
