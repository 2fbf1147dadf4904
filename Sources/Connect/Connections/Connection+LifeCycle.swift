public import AWS
public import Foundations

/// What happens to connections, as pure steps.
extension Connection {
    /// How long AWS may refuse before a connection is paused: a customer who edits a policy is not punished at once.
    public static let patience: Duration = .seconds(15 * 60)

    /// How long a reservation is kept when nobody goes on with it, in days.
    public static let reservationDays = 30

    /// How long a rotation counts as the newest, so that asking for it again does not begin another.
    public static let rotationRest: Duration = .seconds(86_400)

    /// Whether nobody has gone on with this reservation for ``reservationDays``.
    public func hasLapsed(at now: Timestamp) -> Bool {
        state == .reserved && now.microseconds - createdAt.microseconds > Int64(Self.reservationDays) * 86_400_000_000
    }

    /// Takes in what the doctor found about `role`. Only a report without a failure connects; a connection that was made before stays.
    public mutating func take(_ report: DoctorReport, role: RoleARN?, at now: Timestamp) {
        guard report.outcome != .fail else { return }
        self.role = role
        grant.region = report.region ?? grant.region
        isVersioned = report.isVersioned ?? isVersioned
        principal = report.identity ?? principal
        state = .connected
        connectedAt = now
        refusedSince = nil
    }

    /// AWS refused to let hublake in.
    public mutating func refused(at now: Timestamp) {
        guard state != .reserved else { return }
        let since = refusedSince ?? now
        refusedSince = since
        if now.microseconds - since.microseconds >= Int64(Self.patience.inSeconds * 1e6) { state = .paused }
    }

    /// AWS let hublake in with `id`. Once it was the new one, the old one is retired and returned.
    public mutating func admitted(with id: ExternalID) -> ExternalID? {
        refusedSince = nil
        if state == .paused { state = .connected }
        guard id == nextExternalID else { return nil }
        let retired = externalID
        externalID = id
        nextExternalID = nil
        return retired
    }

    /// Begins a rotation; one that is under way keeps its id, which the customer may have pasted already.
    public mutating func rotate(using random: inout some RandomNumberGenerator) -> ExternalID {
        if let nextExternalID { return nextExternalID }
        let id = ExternalID(using: &random)
        nextExternalID = id
        return id
    }
}
