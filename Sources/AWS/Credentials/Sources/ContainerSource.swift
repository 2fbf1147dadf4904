import Foundations
import HTTP

/// The credential endpoint of a container: ECS, EKS Pod Identity, and others that set its variables.
struct ContainerSource: CredentialSource {
    let name = CredentialSourceName.container
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard let url = try endpoint() else {
            return .nothing("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set")
        }
        var headers = [HTTPHeader("Accept", "application/json")]
        if let token = try token() { headers.append(HTTPHeader("Authorization", token)) }
        let response = try await RetriedCall(tries: 3, pause: .seconds(1), clock: surroundings.clock).send(
            HTTPRequest(method: "GET", url: url, headers: headers), over: surroundings.containerTransport)
        guard response.status == 200 else {
            throw failure(
                response.status >= 500 ? .transient : .authorization,
                "its credential endpoint answers \(response.status)",
                remedy: "Check that the task or the pod has a role.")
        }
        guard let keys = CredentialDocument(response.body)?.keys else {
            throw failure(.invalidData, "its credential endpoint sent no keys", remedy: nil)
        }
        return .found(keys)
    }

    /// The endpoint's URL; nil when none is set. A token is sent there, so only the machine itself, AWS's own addresses, and hosts that
    /// prove who they are by TLS are asked.
    private func endpoint() throws(Failure) -> String? {
        if let path = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.hasPrefix("/") else {
                throw failure(
                    .configuration, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path",
                    remedy: "It begins with a slash.")
            }
            return "http://169.254.170.2\(path)"
        }
        guard let url = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard let origin = HTTPOrigin(url: url), origin.userInfo == nil else {
            throw failure(
                .configuration, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL", remedy: "Correct or unset it.")
        }
        guard origin.scheme == "https" || Self.isTrusted(origin.host) else {
            throw failure(
                .configuration, "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \(origin.host) without TLS",
                remedy: "Use https, or an address of this machine.")
        }
        return url
    }

    private static func isTrusted(_ host: String) -> Bool {
        ["localhost", "169.254.170.2", "169.254.170.23", "fd00:ec2::23", "::1", "0:0:0:0:0:0:0:1"].contains(host)
            || isLoopback(host)
    }

    /// `127.0.0.0/8` in its usual spelling; a name that only begins like it is none.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The file, which EKS keeps fresh, goes before the variable.
    private func token() throws(Failure) -> String? {
        var token = surroundings.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        var origin = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        if let path = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            guard let text = try surroundings.files.read(path) else {
                throw failure(
                    .configuration, "there is no file \(path)", remedy: "Check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.")
            }
            token = text
            origin = path
        }
        guard let token, !token.isEmpty else { return nil }
        guard token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw failure(
                .configuration, "the token in \(origin) has characters that no header may have",
                remedy: "It must be one line without its end.")
        }
        return token
    }

    private func failure(_ kind: FailureKind, _ why: String, remedy: String?) -> Failure {
        Failure(kind, "cannot sign in to AWS as this container", why: why, remedy: remedy)
    }
}
