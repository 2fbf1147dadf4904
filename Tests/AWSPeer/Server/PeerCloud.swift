import Foundation
public import Foundations
import Synchronization

/// The AWS behind a peer: who has which keys, which roles trust whom, what is in the buckets, and what shall go wrong.
public final class PeerCloud: Sendable {
    /// What a test sets up; may be changed while the peer runs.
    public struct Setup: Sendable {
        /// IAM users with keys.
        public var users: [PeerUser] = []
        /// Roles that can be assumed.
        public var roles: [PeerRole] = []
        /// Buckets.
        public var buckets: [PeerBucket] = []
        /// Regions whose STS endpoint the account of a role has switched off.
        public var stsSwitchedOff: Set<String> = []
        /// Buckets of S3-compatible servers need no region; AWS's do. Nil for the region in the host's name.
        public var customEndpointRegion: String?

        /// An AWS in which nobody has anything.
        public init() {}
    }

    struct State {
        var setup: Setup
        var sessions: [PeerSession] = []
        var requests: [PeerRequest] = []
        var operations: [String] = []
        var scripted: [String: [Scripted]] = [:]
        var objects: [String: PeerObjects] = [:]
        var counter = 0

        /// A number that was never given out before.
        mutating func next() -> Int {
            counter += 1
            return counter
        }
    }

    /// An answer that replaces, or comes instead of, what would happen.
    struct Scripted {
        var answer: PeerAnswer
        /// Whether the call is carried out nevertheless, so that only its answer is wrong.
        var isCarriedOut: Bool
        /// Whether every further call gets it too.
        var stays: Bool
    }

    private let clock: any WallClock
    let state: Mutex<State>

    /// A cloud whose time is `clock`'s.
    public init(_ setup: Setup = Setup(), clock: any WallClock = SystemWallClock()) {
        self.clock = clock
        state = Mutex(State(setup: setup))
    }

    /// All requests so far.
    public var requests: [PeerRequest] { state.withLock { $0.requests } }

    /// The names of all calls so far, as AWS's documentation has them: `PutObject`.
    public var operations: [String] { state.withLock { $0.operations } }

    /// Changes the set-up while the peer runs.
    public func change(_ body: (inout Setup) -> Void) { state.withLock { body(&$0.setup) } }

    /// The next call of `operation` gets `answer`; called again, the one after it.
    ///
    /// - Parameters:
    ///   - operation: as in ``operations``.
    ///   - answer: what it gets.
    ///   - carriedOut: whether the call is carried out nevertheless, so that only its answer is wrong.
    public func next(_ operation: String, _ answer: PeerAnswer, carriedOut: Bool = false) {
        state.withLock {
            $0.scripted[operation, default: []].append(Scripted(answer: answer, isCarriedOut: carriedOut, stays: false))
        }
    }

    /// Every further call of `operation` gets `answer`.
    public func always(_ operation: String, _ answer: PeerAnswer) {
        state.withLock {
            $0.scripted[operation, default: []].append(Scripted(answer: answer, isCarriedOut: false, stays: true))
        }
    }

    /// Every version and marker in a bucket, as `key`, `key version` and `key version marker`.
    public func contents(of bucket: String) -> [String] {
        state.withLock { $0.objects[bucket]?.listing ?? [] }
    }

    /// The bytes of an object's current version; nil when there is none.
    public func object(_ key: String, in bucket: String) -> [UInt8]? {
        state.withLock { $0.objects[bucket]?.current(key)?.body }
    }

    /// Ends every session that is open, whatever its keys say.
    public func endSessions() {
        state.withLock { state in
            for index in state.sessions.indices { state.sessions[index].expires = .distantPast }
        }
    }

    /// Keys of the uploads in a bucket that are neither completed nor discarded.
    public func openUploads(in bucket: String) -> [String] {
        state.withLock { ($0.objects[bucket]?.uploads.values.map(\.key) ?? []).sorted() }
    }

    /// Answers a request, whoever is meant.
    func answer(_ request: PeerRequest) -> PeerAnswer {
        let now = Date(timeIntervalSince1970: Double(clock.now().microseconds) / 1e6)
        return state.withLock { state in
            state.requests.append(request)
            let call = PeerCall(request, now: now)
            state.operations.append(call.operation)
            var answer = state.answer(call)
            let number = state.next()
            answer.headers["Date"] = answer.headers["Date"] ?? PeerText.httpDate(now)
            answer.headers["x-amz-request-id"] = answer.headers["x-amz-request-id"] ?? "PEER\(1000 + number)"
            return answer
        }
    }
}

extension PeerCloud.State {
    fileprivate mutating func answer(_ call: PeerCall) -> PeerAnswer {
        if let scripted = scripted[call.operation]?.first {
            if !scripted.stays { self.scripted[call.operation]?.removeFirst() }
            if scripted.isCarriedOut { _ = carryOut(call) }
            return scripted.answer
        }
        return carryOut(call)
    }

    private mutating func carryOut(_ call: PeerCall) -> PeerAnswer {
        guard let endpoint = call.endpoint else {
            return PeerAnswer(400, body: "there is no such host: \(call.request.host)")
        }
        return endpoint.service == .sts || call.isQueryAPI ? sts(call) : s3(call)
    }
}
