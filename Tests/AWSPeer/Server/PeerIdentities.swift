import Foundation

/// An IAM user with one key pair.
public struct PeerUser: Sendable, Hashable {
    /// `arn:aws:iam::222222222222:user/hublake`.
    public var arn: String
    /// `AKIA…`.
    public var accessKey: String
    /// What signs.
    public var secretKey: String

    /// A user; see the properties.
    public init(
        _ arn: String = "arn:aws:iam::222222222222:user/hublake", accessKey: String = "AKIAPEER000000000001",
        secretKey: String = "peerSecretKeyOfTheVendorsUser00000000001"
    ) {
        self.arn = arn
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}

/// A role and its trust policy.
public struct PeerRole: Sendable, Hashable {
    /// `arn:aws:iam::111111111111:role/hublake-export`.
    public var arn: String
    /// ARNs of those that the policy names.
    public var trusts: Set<String>
    /// The id in the policy's condition; nil for a policy that asks for none.
    public var externalID: String?
    /// The longest session, in seconds.
    public var maximumSeconds = 3600

    /// A role; see the properties.
    public init(
        _ arn: String = "arn:aws:iam::111111111111:role/hublake-export",
        trusts: Set<String> = ["arn:aws:iam::222222222222:user/hublake"], externalID: String?
    ) {
        self.arn = arn
        self.trusts = trusts
        self.externalID = externalID
    }

    var account: String { arn.split(separator: ":").dropFirst(3).first.map(String.init) ?? "" }
    var name: String { arn.split(separator: "/").last.map(String.init) ?? "" }
}

/// Keys that AssumeRole gave out.
struct PeerSession {
    var accessKey: String
    var secretKey: String
    var token: String
    var arn: String
    var account: String
    var expires: Date
}

/// Who signed a request.
struct PeerPrincipal {
    var arn: String
    var account: String
    var isRoleSession: Bool
}

/// Why a signature is not accepted; each service has its own words for it.
enum PeerSignatureProblem {
    case missing, unknownKey, wrongSecret, expired, invalidToken, unsigned([String]), tooFarOff(Date)
}

extension PeerCloud.State {
    /// Who signed `call`, by this cloud's users and sessions.
    func principal(of call: PeerCall) throws(Refused) -> PeerPrincipal {
        guard let signature = PeerSignature(call.request) else { throw Refused(.missing) }
        let unsigned = signature.unsignedHeaders(of: call.request)
        if !unsigned.isEmpty { throw Refused(.unsigned(unsigned)) }
        if abs(signature.moment.timeIntervalSince(call.now)) > 900 { throw Refused(.tooFarOff(signature.moment)) }
        if let user = setup.users.first(where: { $0.accessKey == signature.accessKey }) {
            guard signature.matches(call.request, secret: user.secretKey) else { throw Refused(.wrongSecret) }
            let account = user.arn.split(separator: ":").dropFirst(3).first.map(String.init) ?? ""
            return PeerPrincipal(arn: user.arn, account: account, isRoleSession: false)
        }
        guard let session = sessions.first(where: { $0.accessKey == signature.accessKey }) else {
            throw Refused(.unknownKey)
        }
        guard call.request.header("x-amz-security-token") == session.token else { throw Refused(.invalidToken) }
        guard call.now < session.expires else { throw Refused(.expired) }
        guard signature.matches(call.request, secret: session.secretKey) else { throw Refused(.wrongSecret) }
        return PeerPrincipal(arn: session.arn, account: session.account, isRoleSession: true)
    }

    struct Refused: Error {
        var problem: PeerSignatureProblem
        init(_ problem: PeerSignatureProblem) { self.problem = problem }
    }
}
