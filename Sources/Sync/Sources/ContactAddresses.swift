/// Contacts by e-mail address: marketing e-mail events name addresses only.
struct ContactAddresses: Sendable {
    private var ids: [String: Int64] = [:]

    /// Notes that `id` has this address, if it has one. Of two with one address always the same counts, in whatever order they come.
    mutating func add(_ address: String?, of id: Int64) {
        guard let address = address?.lowercased(), !address.isEmpty else { return }
        ids[address] = min(ids[address] ?? id, id)
    }

    /// The contact with this address.
    subscript(address: String) -> Int64? { ids[address.lowercased()] }
}
