import Foundations

/// A profile with `role_arn`: the keys of a role's session, opened with other keys; see ``RoleChain``.
struct RoleProfileSource: CredentialSource {
    let name = CredentialSourceName.roleProfile
    let profile: Profile
    let files: ProfileFiles
    let sts: STSSettings
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard profile.hasRole else { return .nothing("profile \(profile.name) names no keys, role or program") }
        let chain = try RoleChain(profile, in: files)
        var keys = try await baseKeys(of: chain)
        for hop in chain.hops {
            let endpoint = try sts.endpoint(for: hop.access.role.partition, hints: regions(hop))
            let client = STSClient(
                endpoint: endpoint, credentials: StaticCredentials(keys), transport: surroundings.transport,
                clock: surroundings.clock, random: surroundings.random)
            do {
                keys = try await client.assumeRoleAsLongAsAllowed(hop.access.requests[0]).credentials
            } catch {
                throw error.failure
            }
        }
        return .found(keys)
    }

    private func regions(_ hop: RoleChain.Hop) -> [String?] {
        [
            surroundings.variable("AWS_REGION"), surroundings.variable("AWS_DEFAULT_REGION"), profile["region"],
            hop.region,
        ]
    }

    private func baseKeys(of chain: RoleChain) async throws -> AWSCredentials {
        let sources: [any CredentialSource]
        let place: String
        switch chain.base {
        case .profile(let name):
            // Variables of the environment belong to the chain, not to a profile that another one names.
            sources =
                ProfileSources(
                    name: name, files: files, readsEnvironment: false, sts: sts, surroundings: surroundings
                ).withoutRole
            place = "its source_profile \(name) has no keys"
        case .environment:
            sources = [EnvironmentCredentials(surroundings.environment)]
            place = "its credential_source Environment has no keys: AWS_ACCESS_KEY_ID is not set"
        case .container:
            sources = [ContainerSource(surroundings: surroundings)]
            place = "its credential_source EcsContainer has no keys: this is no container of ECS or EKS"
        case .instance:
            sources = [InstanceSource(surroundings: surroundings)]
            place = "its credential_source Ec2InstanceMetadata has no keys: this is no EC2 instance with a role"
        }
        for source in sources {
            if case .found(let keys) = try await source.look() { return keys }
        }
        throw Failure(
            .configuration, "cannot use the AWS profile \(profile.name)", why: place,
            remedy: "Correct the profile in the AWS configuration file.")
    }
}
