import AWS
import Foundation
import Foundations
import HTTP

/// `aws-tool [profile]`: says which keys hublake's credential chain finds in this environment, and where, as one JSON object. For tests that
/// compare it with other implementations; the keys there are nobody's.
@main
enum AWSTool {
    static func main() async throws {
        let profile = CommandLine.arguments.dropFirst().first
        let environment = ProcessInfo.processInfo.environment
        let settings = CredentialSurroundings.metadataSettings
        let transport = try AsyncHTTPClientTransport()
        let container = try AsyncHTTPClientTransport(settings.container)
        let instance = try AsyncHTTPClientTransport(settings.instance)
        let custom = environment["AWS_ENDPOINT_URL_STS"].flatMap { HTTPOrigin(url: $0) }
        let chain = CredentialChain(
            profile: profile, sts: STSSettings(custom: custom),
            surroundings: CredentialSurroundings(
                environment: environment, files: SystemFiles(), commands: SystemCommands(environment: environment),
                transport: transport, containerTransport: container, instanceTransport: instance))
        let answer = await describe(chain)
        for open in [transport, container, instance] { try await open.shutdown() }
        FileHandle.standardOutput.write(Data(answer.utf8 + [UInt8(ascii: "\n")]))
    }

    private static func describe(_ chain: CredentialChain) async -> JSONValue {
        do {
            let found = try await chain.find()
            return [
                "access_key_id": .string(found.credentials.accessKeyID),
                "secret_access_key": .string(found.credentials.secretAccessKey),
                "session_token": found.credentials.sessionToken.map { .string($0) } ?? .null,
                "source": .string(found.source.rawValue), "profile": found.profile.map { .string($0) } ?? .null,
            ]
        } catch {
            let failure = Failure(error, while: "cannot sign in to AWS")
            return ["error": .string(failure.kind.rawValue), "message": .string(failure.description)]
        }
    }
}
