import Foundations
import HTTP

/// EC2's metadata service, version 2: the keys of the instance's role.
///
/// Where nobody answers, there is no instance. Version 1, without a token, is not asked: a request that somebody else made us send
/// would be enough to read it.
struct InstanceSource: CredentialSource {
    let name = CredentialSourceName.instance
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
            return .nothing("AWS_EC2_METADATA_DISABLED is set")
        }
        guard let token = try await token() else { return .nothing("no EC2 metadata service answers") }
        let folder = "/latest/meta-data/iam/security-credentials/"
        guard let role = try await read(folder, token)?.split(whereSeparator: \.isNewline).first else {
            return .nothing("the EC2 instance has no role")
        }
        guard let text = try await read(folder + PercentEncoding.encode(role), token),
            let document = CredentialDocument(Array(text.utf8))
        else { return .nothing("the EC2 metadata service has no keys for its role") }
        guard let keys = document.keys else {
            return .nothing("the EC2 metadata service has no keys for its role: \(document.code ?? "no reason given")")
        }
        return .found(prolonged(keys))
    }

    /// The service goes on with the old keys while it cannot get new ones, and AWS takes them.
    private func prolonged(_ keys: AWSCredentials) -> AWSCredentials {
        let now = surroundings.clock.now()
        guard let end = keys.expiration, end <= now else { return keys }
        var keys = keys
        keys.expiration = now.adding(seconds: 15 * 60 + 120 + Int64(surroundings.random() * 480))
        return keys
    }

    private var base: String {
        let custom = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
        if let origin = custom.flatMap({ HTTPOrigin(url: $0) }) { return "\(origin.scheme)://\(origin.authority)" }
        let isIPv6 = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
        return isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    /// A token for six hours; nil where nobody gives one. From inside a container the answer may never come: its hop limit is 1.
    private func token() async throws -> String? {
        let request = HTTPRequest(
            method: "PUT", url: "\(base)/latest/api/token",
            headers: [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600")])
        do {
            let response = try await surroundings.instanceTransport.send(request)
            guard response.status == 200 else { return nil }
            let token = String(decoding: response.body, as: UTF8.self).trimmingBlanks()
            return token.isEmpty ? nil : token
        } catch let failure as Failure where failure.kind != .cancelled {
            return nil
        }
    }

    /// The text at `path`; nil for 404.
    private func read(_ path: String, _ token: String) async throws -> String? {
        let request = HTTPRequest(
            method: "GET", url: base + path, headers: [HTTPHeader("x-aws-ec2-metadata-token", token)])
        let response = try await RetriedCall(tries: 3, pause: .seconds(1), clock: surroundings.clock).send(
            request, over: surroundings.instanceTransport)
        guard response.status != 404 else { return nil }
        guard response.status == 200 else {
            throw Failure(
                .transient, "cannot read the keys of this instance's role",
                why: "the EC2 metadata service answers \(response.status)", remedy: "Try again later.")
        }
        return String(decoding: response.body, as: UTF8.self)
    }
}
