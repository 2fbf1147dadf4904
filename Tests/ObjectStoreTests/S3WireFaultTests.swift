import AWS
import Foundation
import Foundations
import HTTP
import ObjectStore
import TestSupport
import Testing

/// A real server behind a wire on which one request in twenty goes wrong.
@Suite("S3Store over a bad wire", .enabled(if: S3TestServer.environment != nil, S3TestServer.hint))
struct S3WireFaultTests {
    /// An attempt to create an object, and what its writer was told.
    struct Write: Sendable {
        var key: String
        var writer: Int
        var size: Int
        var isAcknowledged = false
        var isRefused = false

        /// Bytes that tell key and writer.
        var body: [UInt8] {
            var generator = SeededGenerator(seed: key.utf8.reduce(UInt64(writer + 1)) { $0 &* 31 &+ UInt64($1) })
            let words = (0..<(size / 8 + 1)).map { _ in generator.next() }
            return Array(words.withUnsafeBytes { Array($0) }[..<size])
        }
    }

    /// 1,000 creations: most small, some in parts, some keys wanted by two writers.
    static let writes: [Write] = {
        var generator = SeededGenerator(seed: 20_261_125)
        let small = (0..<776).map {
            Write(key: "small/\($0)", writer: 0, size: Int.random(in: 0...20_000, using: &generator))
        }
        let contested = (0..<100).flatMap { number in
            (0..<2).map { Write(key: "contested/\(number)", writer: $0, size: 1000 + number + $0) }
        }
        let large = (0..<24).map {
            Write(key: "large/\($0)", writer: 0, size: Int.random(in: 6_000_000...11_000_000, using: &generator))
        }
        return (small + contested + large).shuffled(using: &generator)
    }()

    /// Uploads in parts only: each is four or five requests, and any of them may go wrong.
    static let uploads: [Write] = (0..<16).map {
        Write(key: "upload/\($0)", writer: 0, size: (5 << 20) + 1000 * $0 + 1)
    }

    @Test("1,000 creations at 5 % faults: acknowledged is there once, byte for byte; none is lost, doubled or partial")
    func creations() async throws {
        let (outcomes, drawn) = try await Self.create(Self.writes, atOnce: 16, seed: 4, rate: 0.05)
        // The faults really happened, and almost all writers got through them.
        #expect(drawn.count == WireFault.allCases.count)
        #expect(drawn.values.reduce(0, +) > 40)
        #expect(outcomes.count { $0.isAcknowledged || $0.isRefused } >= 990)
    }

    @Test("uploads in parts when one request in five goes wrong: the same holds")
    func partsAtWorst() async throws {
        let (outcomes, drawn) = try await Self.create(Self.uploads, atOnce: 2, seed: 51, rate: 0.2)
        #expect(drawn.count == WireFault.allCases.count)
        #expect(drawn.values.reduce(0, +) > 10)
        #expect(outcomes.count { $0.isAcknowledged } >= 14)
    }

    /// Creates all of `writes` over a bad wire and compares what is there with what the writers were told. Returns that and how
    /// often each fault was met.
    private static func create(
        _ writes: [Write], atOnce: Int, seed: UInt64, rate: Double
    ) async throws -> ([Write], [WireFault: Int]) {
        let server = try #require(S3TestServer.environment)
        let own = UUID().uuidString
        let prefix = "faults/\(own)"
        let plan = WireFaultPlan(seed: seed, rate: rate, behind: own)
        let outcomes = try await FaultProxy.run(upstream: server.endpoint.port, plan: plan) { proxy in
            try await withStore(server, port: proxy.port, prefix: prefix) { store in
                let outcomes = try await writes.mapConcurrently(limit: atOnce) { try await create($0, in: store) }
                try await readBack(outcomes, from: store)
                return outcomes
            }
        }
        try await withStore(server, port: server.endpoint.port, prefix: prefix) { store in
            try await verify(outcomes, in: store)
        }
        return (outcomes, plan.drawn)
    }

    /// Puts one object; a conflict and a failure that may pass are outcomes, anything else is a defect.
    private static func create(_ write: Write, in store: S3Store) async throws -> Write {
        var outcome = write
        do {
            try await store.put(write.key, write.body, if: .absent)
            outcome.isAcknowledged = true
        } catch let failure as Failure where failure.kind == .conflict {
            outcome.isRefused = true
        } catch let failure as Failure where failure.kind != .internal && failure.kind != .invalidData {
            // Given up, or met by one refusal twice in a call: the writer was not told that it is there.
        }
        return outcome
    }

    /// Reads a tenth of the acknowledged objects over the bad wire.
    private static func readBack(_ writes: [Write], from store: S3Store) async throws {
        let some = writes.enumerated().filter { $0.offset % 10 == 0 && $0.element.isAcknowledged }.map(\.element)
        _ = try await some.mapConcurrently(limit: 8) { write in
            let object = try await store.get(write.key)
            #expect(object.body == write.body, "\(write.key)")
        }
    }

    /// Compares what is in the bucket with what the writers were told, over a good wire.
    private static func verify(_ outcomes: [Write], in store: S3Store) async throws {
        let writers = Dictionary(grouping: outcomes, by: \.key)
        let listed = try await store.listAll("").map(\.key)
        #expect(Set(listed).count == listed.count && Set(listed).isSubset(of: writers.keys))
        _ = try await writers.sorted { $0.key < $1.key }.mapConcurrently(limit: 8) { key, writes in
            let winners = writes.filter(\.isAcknowledged)
            #expect(winners.count <= 1, "\(key) was acknowledged to two writers")
            let found = try await store.find(key)?.body
            if let winner = winners.first {
                #expect(found == winner.body, "\(key) is not what its writer was told")
            } else {
                #expect(found.map { body in writes.contains { $0.body == body } } ?? true, "\(key) is partial")
            }
            let wasRefusedToAll = writes.allSatisfy { $0.isRefused }
            #expect(!wasRefusedToAll, "\(key) was refused to all who wanted it")
            if writes.contains(where: \.isRefused) { #expect(found != nil, "\(key) was refused for nothing") }
        }
    }

    private static func withStore<Value: Sendable>(
        _ server: S3TestServer.Environment, port: Int, prefix: String, _ body: (S3Store) async throws -> Value
    ) async throws -> Value {
        // Only a stalled request may be given up for being slow, on a machine that is busy with much else, too. The seeds are such
        // that few requests are stalled, at the same time.
        var settings = TransportSettings()
        settings.readTimeout = .seconds(60)
        let transport = try AsyncHTTPClientTransport(settings)
        var endpoint = server.endpoint
        endpoint.port = port
        let quick = RetrySchedule(base: .milliseconds(20), ceiling: .seconds(1), attempts: 30, patience: .seconds(900))
        let client = S3Client(
            bucket: S3Bucket(server.bucket, endpoint: endpoint), credentials: StaticCredentials(server.credentials),
            transport: transport, writing: S3WriteSettings(multipartThreshold: 5 << 20, partSize: 5 << 20),
            retry: AWSRetryPolicy(transient: quick, throttled: quick))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(S3Store(client, prefix: prefix)))
        } catch {
            result = .failure(error)
        }
        try await transport.shutdown()
        return try result.get()
    }
}
