import AWS
import Testing

@Suite("PrincipalARN")
struct PrincipalARNTests {
    @Test("a session is trusted as its role, everybody else as they are")
    func trusted() {
        let session = PrincipalARN("arn:aws:sts::123456789012:assumed-role/sync/i-0abc")
        #expect(session?.kind == .assumedRole(name: "sync", session: "i-0abc"))
        #expect(session?.trusted == "arn:aws:iam::123456789012:role/sync" && session?.mayLackPath == false)
        let user = PrincipalARN("arn:aws:iam::123456789012:user/robots/hub")
        #expect(user?.kind == .user(path: "/robots/", name: "hub") && user?.trusted == user?.description)
        #expect(PrincipalARN("arn:aws-cn:iam::123456789012:root")?.kind == .root)
        #expect(PrincipalARN("arn:aws:sts::123456789012:federated-user/x")?.kind == .federatedUser(name: "x"))
    }

    @Test("a role of IAM Identity Center is known to have a path that its session hides")
    func identityCenter() {
        let session = PrincipalARN("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo")
        #expect(session?.mayLackPath == true)
    }

    @Test(
        "what is no principal is none",
        arguments: ["", "arn:aws:iam::123456789012:role/x", "arn:aws:iam::1:user/x", "arn:aws:iam::123456789012:user"])
    func others(text: String) {
        #expect(PrincipalARN(text) == nil)
    }
}
