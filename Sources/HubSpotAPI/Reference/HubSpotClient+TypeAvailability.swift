public import CRM
public import Foundations

/// Whether the records of a type can be read.
public enum TypeAvailability: Sendable, Hashable {
    /// They can.
    case available
    /// The account does not have the type: it is switched off, unknown there, or not in the subscription. Nothing is wrong.
    case notEnabled(reason: String)
    /// The account may have it but the token may not see it, or HubSpot could not say; a missing scope stands in the failure's
    /// `missingPermissions`.
    case refused(Failure)
}

extension HubSpotClient {
    /// Finds out which of `types` the account has and the token may read: one call for the whole account, and one for each type
    /// that is not switched off.
    ///
    /// Throws only what concerns all of them: a refused token, cancellation.
    public func availability(of types: [ObjectType]) async throws -> [ObjectTypeID: TypeAvailability] {
        let enablement = try await objectLibrary()
        let answers = try await types.mapConcurrently(limit: max(1, limits.parallelCalls)) { type in
            guard enablement[type.id] != false else {
                return (
                    type.id,
                    TypeAvailability.notEnabled(reason: "it is not switched on in the account's object library")
                )
            }
            do {
                return (type.id, try await availability(of: type))
            } catch let failure as Failure where failure.kind != .authorization && failure.kind != .cancelled {
                // What HubSpot cannot say of one type says nothing of the others.
                return (type.id, .refused(failure))
            }
        }
        return Dictionary(answers) { first, _ in first }
    }

    /// Whether the records of one type can be read, by reading one.
    public func availability(of type: ObjectType) async throws -> TypeAvailability {
        let call = APICall(
            endpoint: version.records(of: type.pathSegment),
            query: [.init("limit", "1"), .init("properties", "hs_object_id")],
            purpose: "cannot read the records of \(type.pathSegment)")
        let decoder = RecordPageDecoder(propertyNames: ["hs_object_id"])
        switch try await executor.answer(call, decode: decoder.decode) {
        case .value: return .available
        case .refused(let refusal) where refusal.kind == .token: throw refusal.failure(call.purpose)
        case .refused(let refusal) where refusal.meansNoSuchType: return .notEnabled(reason: refusal.words)
        case .refused(let refusal): return .refused(refusal.failure(call.purpose))
        }
    }

    /// Which of the newer types are switched on; empty where the token may not ask.
    private func objectLibrary() async throws -> [ObjectTypeID: Bool] {
        let call = APICall(endpoint: version.objectLibrary, purpose: "cannot read the account's object library")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try JSONValue(parsing: body).member("enablementByObjectTypeId")
        }
        guard case .value(let enablement) = answer else { return [:] }
        return (enablement.object?.members ?? []).reduce(into: [:]) { states, member in
            states[ObjectTypeID(rawValue: member.name)] = member.value.plainText == "true"
        }
    }
}

extension Refusal {
    /// Whether the account has no such type: 404, 400 "unable to infer object type", or a 403 that is about the subscription. A
    /// 403 that names scopes, or that says nothing at all, is about the token.
    var meansNoSuchType: Bool {
        let message = (body.message ?? "").lowercased()
        switch kind {
        case .absent: return true
        case .rejected: return status == 400 && message.contains("object type")
        case .forbidden:
            let isAboutScopes =
                body.category == "MISSING_SCOPES" || !body.requiredScopes.isEmpty || message.contains("scope")
            return !isAboutScopes
                && ["subscription", "not enabled", "does not have access", "tier", "upgrade"].contains {
                    message.contains($0)
                }
        case .token, .tooMuch: return false
        }
    }
}
