import AWS
import AWSPeer
import Foundations
import TestSupport
import Testing

@Suite("STSClient and each refusal of STS")
struct STSRefusalTests {
    /// What a refusal must be taken for, who must act, and how often it is worth asking.
    struct Judgement: Sendable {
        var refusal: STSRefusal
        var cause: STSError.Cause
        var kind: FailureKind
        /// Whether the customer's role is beyond suspicion.
        var isOurs: Bool
        var isAskedAgain = false
    }

    static let judgements = [
        Judgement(refusal: .accessDenied, cause: .accessDenied, kind: .authorization, isOurs: false),
        Judgement(refusal: .callerPolicyDenies, cause: .accessDenied, kind: .authorization, isOurs: false),
        Judgement(refusal: .serviceControlPolicy, cause: .accessDenied, kind: .authorization, isOurs: false),
        Judgement(refusal: .malformedPolicyDocument, cause: .sessionPolicy, kind: .internal, isOurs: true),
        Judgement(refusal: .packedPolicyTooLarge, cause: .sessionPolicy, kind: .internal, isOurs: true),
        Judgement(refusal: .regionDisabled, cause: .regionDisabled, kind: .configuration, isOurs: false),
        Judgement(
            refusal: .expiredToken, cause: .ownKeysExpired, kind: .authorization, isOurs: true, isAskedAgain: true),
        Judgement(refusal: .invalidClientTokenID, cause: .ownKeysUnknown, kind: .authorization, isOurs: true),
        Judgement(refusal: .signatureDoesNotMatch, cause: .ownSecretWrong, kind: .authorization, isOurs: true),
        Judgement(refusal: .signatureExpired, cause: .clock, kind: .configuration, isOurs: true),
        Judgement(refusal: .sessionTooLong, cause: .duration, kind: .configuration, isOurs: false),
        Judgement(refusal: .validation, cause: .validation, kind: .configuration, isOurs: false),
        Judgement(refusal: .throttling, cause: .throttled, kind: .rateLimited, isOurs: false, isAskedAgain: true),
        Judgement(
            refusal: .internalFailure, cause: .unavailable, kind: .transient, isOurs: false, isAskedAgain: true),
        Judgement(
            refusal: .serviceUnavailable, cause: .unavailable, kind: .transient, isOurs: false, isAskedAgain: true),
    ]

    @Test("no refusal is left out")
    func complete() {
        #expect(Set(Self.judgements.map(\.refusal)) == Set(STSRefusal.allCases))
    }

    @Test(
        "a refusal is taken for what it is, keeps AWS's words, and is asked again only where that can help",
        arguments: judgements)
    func judged(_ judgement: Judgement) async throws {
        try await World.run { world in
            world.peer.cloud.always("AssumeRole", judgement.refusal.answer)
            let sts = try world.sts()
            let request = try world.request()
            let error = await #expect(throws: STSError.self) { _ = try await sts.assumeRole(request) }
            #expect(error?.cause == judgement.cause)
            #expect(error?.isOurs == judgement.isOurs)
            let failure = try #require(error?.failure)
            #expect(failure.kind == judgement.kind)
            #expect(failure.why.contains(judgement.refusal.parts.code))
            #expect(failure.why.contains("9b2f64a1-5f0e-4d5e-9f6e-000000000001"), "AWS's request id is missing")
            #expect(!failure.description.contains(World.externalID))
            #expect((world.peer.cloud.requests.count > 1) == judgement.isAskedAgain)
        }
    }

    @Test(
        "throttling and hiccups of STS pass", arguments: [STSRefusal.throttling, .internalFailure, .serviceUnavailable])
    func passes(_ refusal: STSRefusal) async throws {
        try await World.run { world in
            world.peer.cloud.next("AssumeRole", refusal.answer)
            world.peer.cloud.next("AssumeRole", refusal.answer)
            let role = try await world.sts().assumeRole(try world.request())
            #expect(role.arn == "arn:aws:sts::111111111111:assumed-role/hublake-export/hublake-acme")
            #expect(world.peer.cloud.operations == ["AssumeRole", "AssumeRole", "AssumeRole"])
        }
    }

    @Test(
        "an answer that is lost, or that breaks off, is asked for again",
        arguments: [PeerAnswer.Delivery.lost, .cutShort])
    func broken(_ delivery: PeerAnswer.Delivery) async throws {
        try await World.run { world in
            world.peer.cloud.next("AssumeRole", STSRefusal.accessDenied.answer.delivered(delivery))
            _ = try await world.sts().assumeRole(try world.request())
            #expect(world.peer.cloud.operations.count == 2)
        }
    }

    @Test("a role that allows an hour gives an hour to who asks for more")
    func shorter() async throws {
        try await World.run { world in
            let role = try await world.sts().assumeRoleAsLongAsAllowed(try world.request(duration: 14_400))
            let asked = world.peer.cloud.requests.map { $0.field("DurationSeconds") }
            #expect(asked == ["14400", "3600"])
            #expect(role.credentials.expiration == world.clock.now().wholeSeconds.adding(seconds: 3600))
        }
    }
}

extension Timestamp {
    /// This moment without its fraction, as STS tells times.
    fileprivate var wholeSeconds: Timestamp {
        Timestamp(microseconds: microseconds - microseconds % 1_000_000)
    }
}
