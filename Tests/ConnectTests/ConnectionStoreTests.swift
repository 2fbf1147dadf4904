import AWS
import Foundation
import Foundations
import TestSupport
import Testing

@testable import Connect

@Suite("ConnectionStore")
struct ConnectionStoreTests {
    private static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    private func open(_ path: String, _ environment: [String: String] = [:]) throws -> ConnectionStore {
        let all = environment.merging(["HUBLAKE_STATE": path]) { mine, _ in mine }
        return try ConnectionStore(folder: StateFolder(environment: all), environment: all)
    }

    private func full() throws -> Connection {
        var connection = try Connection.model()
        let key = "arn:aws:kms:eu-central-1:222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        connection.grant = try AccessGrant(
            bucket: "acme-lake", prefixes: ["exports", "other"], kmsKey: key, account: "222233334444",
            region: "eu-central-1")
        connection.role = try RoleARN("arn:aws:iam::222233334444:role/path/hublake-export")
        connection.state = .connected
        var random = SystemRandomNumberGenerator()
        connection.nextExternalID = ExternalID(using: &random)
        connection.bucketAccount = "333333333333"
        connection.s3Endpoint = "http://127.0.0.1:1"
        connection.stsEndpoint = "http://127.0.0.1:2"
        connection.stsRegion = "eu-west-1"
        connection.isVersioned = true
        connection.hubspotToken = .stored(.init("pat-eu1-secret"))
        connection.connectedAt = Self.now
        connection.refusedSince = Self.now
        return connection
    }

    @Test("What was kept is found again, by another opening of the same folder")
    func roundTrip() async throws {
        try await withTemporaryFolder { path in
            let connection = try full()
            try open(path).save(connection)
            #expect(try open(path).get(connection.name) == connection)
            let plain = try Connection.model(name: "beta", prefix: "elsewhere")
            try open(path).save(plain)
            #expect(try open(path).all() == [connection, plain])
        }
    }

    @Test("Neither ids nor tokens stand in the file, and only its owner may read it")
    func sealed() async throws {
        try await withTemporaryFolder { path in
            let connection = try full()
            try open(path + "/state").save(connection)
            for file in ["connections.sqlite", "secrets.key"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/state/\(file)")
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            #expect(
                try FileManager.default.attributesOfItem(atPath: "\(path)/state")[.posixPermissions] as? Int == 0o700)
            let bytes = try Data(contentsOf: URL(filePath: "\(path)/state/connections.sqlite"))
            #expect(bytes.range(of: Data("acme-lake".utf8)) != nil)
            for secret in [connection.externalID.text, try #require(connection.nextExternalID).text, "pat-eu1-secret"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil)
            }
        }
    }

    @Test("Another key opens nothing, and says so; the right one from the environment does")
    func keys() async throws {
        try await withTemporaryFolder { path in
            let key = Data((0..<32).map { UInt8($0) }).base64EncodedString()
            let connection = try Connection.model()
            try open(path, ["HUBLAKE_KEY": key]).save(connection)
            #expect(try open(path, ["HUBLAKE_KEY": key]).get(connection.name) == connection)
            await expectFailure(.configuration) { _ = try open(path).get(connection.name) }
            await expectFailure(.configuration) { _ = try open(path, ["HUBLAKE_KEY": "c2hvcnQ="]) }
            #expect(
                try open(path).remove(connection.name, at: Self.now), "a lost key must not make a connection immortal")
        }
    }

    @Test("A sealed value that was moved to another connection does not open")
    func moved() throws {
        let key = try SecretKey(base64: Data(repeating: 7, count: 32).base64EncodedString(), origin: "test")
        let sealed = try key.seal("secret", place: "the connection acme")
        #expect(try key.open(sealed, place: "the connection acme") == "secret")
        #expect(throws: Failure.self) { try key.open(sealed, place: "the connection beta") }
        #expect(throws: Failure.self) { try key.open(sealed.dropLast(), place: "the connection acme") }
        #expect(try key.seal("secret", place: "x") != key.seal("secret", place: "x"), "a nonce was used twice")
    }

    @Test("Files that others may read are refused")
    func open() async throws {
        try await withTemporaryFolder { path in
            try open(path).save(try .model())
            for file in ["connections.sqlite", "secrets.key"] {
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(path)/\(file)")
                await expectFailure(.configuration) { _ = try open(path) }
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(file)")
            }
            _ = try open(path)
        }
    }

    @Test("Two connections never write to one place, nor one inside the other")
    func overlaps() async throws {
        try await withTemporaryFolder { path in
            let store = try open(path)
            try store.save(try .model(name: "acme", prefix: "exports/hubspot"))
            for prefix in ["exports/hubspot", "exports", "exports/hubspot/eu"] {
                await expectFailure(.configuration) { try store.save(try .model(name: "beta", prefix: prefix)) }
            }
            try store.save(try .model(name: "beta", prefix: "exports/hubspot2"))
            try store.save(try .model(name: "acme", prefix: "exports/hubspot"))
        }
    }

    @Test("Ids of other connections, and of removed ones, are known by their owners")
    func others() async throws {
        try await withTemporaryFolder { path in
            let store = try open(path)
            let acme = try Connection.model()
            var beta = try Connection.model(name: "beta", prefix: "b")
            var random = SystemRandomNumberGenerator()
            beta.externalID = ExternalID(using: &random)
            try store.save(acme)
            try store.save(beta)
            #expect(try store.otherIDs(than: acme) == [.init(id: beta.externalID, owner: "the connection beta")])
            #expect(try store.remove(beta.name, at: Self.now))
            #expect(try store.remove(beta.name, at: Self.now) == false)
            #expect(try store.otherIDs(than: acme) == [.init(id: beta.externalID, owner: "beta, and is retired")])
            await expectFailure(.configuration) { _ = try store.get(beta.name) }
        }
    }

    @Test("References are read, and a secret that was given instead is not repeated")
    func references() throws {
        #expect(try SecretReference("env:TOKEN").resolve(["TOKEN": "abc"]) == "abc")
        #expect(throws: Failure.self) { try SecretReference("env:TOKEN").resolve([:]) }
        do {
            _ = try SecretReference("pat-eu1-secret")
            Issue.record("a token was taken for a reference")
        } catch {
            #expect(!error.description.contains("pat-eu1-secret"))
        }
        let stored = SecretReference.stored(.init("pat-eu1-secret"))
        #expect(!"\(stored) \(String(reflecting: stored))".contains("pat-eu1-secret"))
        var text = ""
        dump(stored, to: &text)
        #expect(!text.contains("pat-eu1-secret"))
    }
}

@Suite("Connection")
struct ConnectionLifeCycleTests {
    @Test("A refusal pauses after a quarter of an hour, and AWS's consent goes on at once")
    func pausing() throws {
        var connection = try Connection.model()
        let start = Timestamp(microseconds: 1_790_000_000_000_000)
        connection.refused(at: start)
        #expect(connection.state == .reserved && connection.refusedSince == nil)
        connection.state = .connected
        connection.refused(at: start)
        connection.refused(at: Timestamp(microseconds: start.microseconds + 899_000_000))
        #expect(connection.state == .connected)
        connection.refused(at: Timestamp(microseconds: start.microseconds + 900_000_000))
        #expect(connection.state == .paused)
        #expect(connection.admitted(with: connection.externalID) == nil)
        #expect(connection.state == .connected && connection.refusedSince == nil)
    }

    @Test("A rotation keeps both ids until the new one is accepted, and does not begin twice")
    func rotation() throws {
        var random = SystemRandomNumberGenerator()
        var connection = try Connection.model()
        let old = connection.externalID
        let next = connection.rotate(using: &random)
        #expect(connection.rotate(using: &random) == next && connection.externalIDs == [next, old])
        #expect(connection.documents.externalID == next)
        #expect(connection.admitted(with: old) == nil && connection.nextExternalID == next)
        #expect(connection.admitted(with: next) == old)
        #expect(connection.externalIDs == [next])
    }

    @Test("A reservation lapses after 30 days, a connection never")
    func lapsing() throws {
        var connection = try Connection.model()
        let month = Timestamp(microseconds: connection.createdAt.microseconds + 31 * 86_400_000_000)
        #expect(connection.hasLapsed(at: month) && !connection.hasLapsed(at: connection.createdAt))
        connection.state = .connected
        #expect(!connection.hasLapsed(at: month))
    }

    @Test("Names are what fits into AWS's session names")
    func names() throws {
        #expect(try ConnectionName(bucket: "acme.data.lake").description == "acme-data-lake")
        for text in ["", "-a", "Acme", "a b", String(repeating: "a", count: 41)] {
            #expect(throws: Failure.self) { try ConnectionName(text) }
        }
    }
}
