import AWS
import Foundation
import Foundations
import HTTP

/// For tests that compare hublake with other implementations; the keys there are nobody's. Each prints one JSON object.
///
/// - `aws-tool [profile]`: the keys that the credential chain finds in this environment, and where.
/// - `aws-tool session ROLE EXTERNAL-ID BUCKET PREFIX`: those of a session of the role, narrowed to the bucket and prefix.
@main
enum AWSTool {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let isSession = arguments.first == "session" && arguments.count == 5
        let environment = ProcessInfo.processInfo.environment
        let settings = CredentialSurroundings.metadataSettings
        let transport = try AsyncHTTPClientTransport()
        let container = try AsyncHTTPClientTransport(settings.container)
        let instance = try AsyncHTTPClientTransport(settings.instance)
        let custom = environment["AWS_ENDPOINT_URL_STS"].flatMap { HTTPOrigin(url: $0) }
        let chain = CredentialChain(
            profile: isSession ? nil : arguments.first, sts: STSSettings(custom: custom),
            surroundings: CredentialSurroundings(
                environment: environment, files: SystemFiles(), commands: SystemCommands(environment: environment),
                transport: transport, containerTransport: container, instanceTransport: instance))
        let answer =
            isSession
            ? await session(arguments, chain, try STSSettings(custom: custom).endpoint(for: .aws), transport)
            : await describe(chain)
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
        } catch { return refusal(error) }
    }

    private static func session(
        _ arguments: [String], _ chain: CredentialChain, _ endpoint: STSEndpoint, _ transport: any HTTPTransport
    ) async -> JSONValue {
        do {
            let sts = STSClient(endpoint: endpoint, credentials: chain.credentials(), transport: transport)
            let policy = try SessionPolicy.json(bucket: arguments[3], prefixes: [arguments[4]])
            let access = RoleAccess(
                role: try RoleARN(arguments[1]), externalIDs: [arguments[2]], sessionName: "hublake",
                sessionPolicy: policy)
            let keys = try await AssumedRoleCredentials(access, sts: sts).credentials()
            return [
                "access_key_id": .string(keys.accessKeyID), "secret_access_key": .string(keys.secretAccessKey),
                "session_token": keys.sessionToken.map { .string($0) } ?? .null,
                "identity": .string(try await sts.callerIdentity().arn),
            ]
        } catch { return refusal(error) }
    }

    private static func refusal(_ error: any Error) -> JSONValue {
        let failure = (error as? STSError)?.failure ?? Failure(error, while: "cannot sign in to AWS")
        return ["error": .string(failure.kind.rawValue), "message": .string(failure.description)]
    }
}
