import CRM
import Foundations

extension RecordSource {
    /// After HubSpot refused a call that named `sent`: whether that was about some of the names, which later calls leave out.
    ///
    /// HubSpot's 403 names scopes and no properties, so the names are halved until the refused ones stand alone: about two calls
    /// for each halving and refused name, once a run.
    func dropsRefused(of sent: [String]) async throws -> Bool {
        // A read beside this one may have found them meanwhile.
        if !refusedProperties.names(of: type.id).isDisjoint(with: sent) { return true }
        guard !sent.isEmpty, try await refusal(of: []) == nil else { return false }
        let found = try await refused(among: sent[...])
        refusedProperties.add(found, of: type.id)
        return !found.isEmpty
    }

    private func refused(among names: ArraySlice<String>) async throws -> [String: [String]] {
        guard let refusal = try await refusal(of: names) else { return [:] }
        if names.count == 1, let name = names.first { return [name: refusal.body.requiredScopes] }
        let middle = names.startIndex + names.count / 2
        let first = try await refused(among: names[..<middle])
        return first.merging(try await refused(among: names[middle...])) { one, _ in one }
    }

    /// Why HubSpot does not list one record with these properties; nil if it does. Names that no URL can hold count as refused
    /// together, so that they are asked for in parts.
    private func refusal(of names: ArraySlice<String>) async throws -> Refusal? {
        let decoder = RecordPageDecoder(propertyNames: Array(names), history: whole.readsHistory)
        let call = Self.listCall(
            version.records(of: type.pathSegment), decoder, archived: isArchived, page: 1, after: nil, purpose: purpose)
        if names.count > 1, executor.host.current.utf8.count + call.target.utf8.count >= limits.urlCharacters {
            return Refusal(kind: .forbidden, status: 403, body: APIErrorBody([]))
        }
        switch try await executor.answer(call, decode: decoder.decode) {
        case .value: return nil
        case .refused(let refusal) where refusal.kind == .forbidden: return refusal
        case .refused(let refusal): throw refusal.failure(purpose)
        }
    }
}
