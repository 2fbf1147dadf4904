import HubSpotAPI
import Synchronization

/// The token of a configuration. When HubSpot refuses it, it is looked up again, since a service key that was rotated is put into
/// its file; one that is still the same is tried once more, in case HubSpot's edge erred.
final class ConfiguredToken: HubSpotToken {
    let name: String
    private let lookUp: @Sendable () -> String?
    private let state: Mutex<State>

    private struct State {
        var value: String
        var wasTriedAgain = false
    }

    /// The token `value`; `lookUp` finds the newest one, nil if there is none that could be used.
    init(_ value: String, name: String, lookUp: @escaping @Sendable () -> String?) {
        self.name = name
        self.lookUp = lookUp
        state = Mutex(State(value: value))
    }

    func current() -> String { state.withLock(\.value) }

    func renew(after token: String) -> Bool {
        let newest = lookUp()
        return state.withLock { state in
            if state.value != token { return true }
            if let newest, newest != token {
                state = State(value: newest)
                return true
            }
            defer { state.wasTriedAgain = true }
            return !state.wasTriedAgain
        }
    }
}
