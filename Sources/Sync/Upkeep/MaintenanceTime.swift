/// When the tables are looked after by themselves.
public enum MaintenanceTime: String, Sendable, Hashable, CaseIterable {
    /// After a sync, those tables that it committed and for which it is due.
    case afterSync = "after-sync"
    /// Only when somebody says `hublake maintain`.
    case never
}
