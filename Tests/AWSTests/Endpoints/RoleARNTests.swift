import AWS
import Foundations
import Testing

@Suite("RoleARN")
struct RoleARNTests {
    @Test("a role's ARN is taken apart and put together again")
    func parts() throws {
        let role = try RoleARN(" arn:aws-cn:iam::123456789012:role/teams/data/lake-writer\n")
        #expect(role.partition == .china && role.account == "123456789012")
        #expect(role.path == "/teams/data/" && role.name == "lake-writer")
        #expect(role.description == "arn:aws-cn:iam::123456789012:role/teams/data/lake-writer")
        #expect(try RoleARN("arn:aws:iam::123456789012:role/x").path == "/")
    }

    @Test("account and name make the ARN that AWS would show")
    func computed() throws {
        let role = try RoleARN(account: "123456789012", name: "hublake-export", partition: .usGov)
        #expect(role.description == "arn:aws-us-gov:iam::123456789012:role/hublake-export")
        #expect(role == (try RoleARN(role.description)))
    }

    @Test(
        "what is no role's ARN is refused, saying what it is",
        arguments: [
            ("arn:aws:sts::123456789012:assumed-role/x/session", "session"),
            ("arn:aws:iam::123456789012:user/x", "user"), ("arn:aws:iam::123456789012:root", "account"),
            ("arn:aws:iam::123456789012:policy/x", "policy"),
            ("arn:aws:iam::123456789012:instance-profile/x", "instance profile"), ("arn:aws:s3:::bucket", "IAM role"),
            ("arn:aws:iam::12345678901:role/x", "twelve digits"), ("arn:aws:iam::123456789012:role/", "1 to 64"),
            ("arn:aws:iam::123456789012:role/a b", "1 to 64"), ("arn:aws-iso:iam::123456789012:role/x", "partition"),
            ("hublake-export", "form of an ARN"), ("", "form of an ARN"),
        ])
    func refused(text: String, why: String) {
        let failure = #expect(throws: Failure.self) { try RoleARN(text) }
        #expect(failure?.kind == .configuration && failure?.why.contains(why) == true, "\(String(describing: failure))")
    }
}
