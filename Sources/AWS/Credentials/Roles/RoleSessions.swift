public import Foundations
import Synchronization

/// The sessions that are open, so that two users of one role share one: STS limits calls by account.
///
/// Kept by role, external ids, session policy, name, length and STS endpoint; the one that was asked for longest ago makes room for the next.
public final class RoleSessions: Sendable {
    private struct Key: Hashable {
        var access: RoleAccess
        var endpoint: STSEndpoint
    }

    private struct State {
        var sessions: [Key: AssumedRoleCredentials] = [:]
        /// Oldest use first.
        var order: [Key] = []
    }

    private let capacity: Int
    private let clock: any WallClock
    private let state = Mutex(State())

    /// No sessions yet.
    ///
    /// - Parameters:
    ///   - capacity: how many are kept.
    ///   - clock: tells when they end.
    public init(capacity: Int = 256, clock: any WallClock = SystemWallClock()) {
        self.capacity = max(1, capacity)
        self.clock = clock
    }

    /// The session of `access` by way of `sts`, opened before or to be opened when its keys are first needed.
    public func session(_ access: RoleAccess, sts: STSClient) -> AssumedRoleCredentials {
        let key = Key(access: access, endpoint: sts.endpoint)
        return state.withLock { state in
            state.order.removeAll { $0 == key }
            state.order.append(key)
            if let known = state.sessions[key] { return known }
            if state.order.count > capacity { state.sessions[state.order.removeFirst()] = nil }
            let session = AssumedRoleCredentials(access, sts: sts, clock: clock)
            state.sessions[key] = session
            return session
        }
    }

    /// Closes nothing at AWS, which has no such call, but forgets every session of `role`.
    public func forget(_ role: RoleARN) {
        state.withLock { state in
            state.order.removeAll { $0.access.role == role }
            state.sessions = state.sessions.filter { $0.key.access.role != role }
        }
    }
}
