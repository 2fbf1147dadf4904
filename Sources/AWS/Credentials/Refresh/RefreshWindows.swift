import Foundations

/// How long before their end temporary keys are fetched anew: 15 minutes where nobody waits for it, 10 where everybody does.
///
/// Both are scaled down for short sessions, which would otherwise be fetched anew before each call: a third and a sixth of the lifetime.
struct RefreshWindows: Sendable, Hashable {
    /// Seconds before the end from which one caller fetches new keys while the others go on with the old ones.
    let advisory: Int64
    /// Seconds before the end from which all callers wait for new keys.
    let mandatory: Int64

    /// The windows of keys that live for `lifetime` seconds from the moment that they were fetched.
    init(lifetime: Int64) {
        advisory = min(15 * 60, max(0, lifetime) / 3)
        mandatory = min(10 * 60, max(0, lifetime) / 6)
    }
}
