import Foundations

/// The roles that a profile leads to, one assumed with the keys of the other, and the keys that it all begins with.
struct RoleChain: Sendable, Hashable {
    /// One role of the chain.
    struct Hop: Sendable, Hashable {
        var profile: String
        var access: RoleAccess
        /// The region that its profile names.
        var region: String?
    }

    /// The keys that the first role is assumed with.
    enum Base: Sendable, Hashable {
        /// Those of a profile, from whatever the profile says.
        case profile(String)
        /// `AWS_ACCESS_KEY_ID` and its companions.
        case environment
        /// The container's endpoint.
        case container
        /// The instance's metadata service.
        case instance
    }

    /// Where it begins.
    var base: Base
    /// The roles in the order in which they are assumed; the last is the profile's own.
    var hops: [Hop]

    /// The chain of `profile`, which ``Profile/hasRole``.
    ///
    /// Throws `Failure(.configuration)` for a chain that leads nowhere or in a circle.
    init(_ profile: Profile, in files: ProfileFiles) throws(Failure) {
        var hops: [Hop] = []
        var visited: [String] = []
        var current = profile
        while true {
            visited.append(current.name)
            hops.insert(try Self.hop(current), at: 0)
            switch (current["source_profile"], current["credential_source"]) {
            case (nil, nil):
                throw Self.refusal(current, "it has role_arn but neither source_profile nor credential_source")
            case (.some, .some):
                throw Self.refusal(current, "it has both source_profile and credential_source")
            case (nil, let source?):
                base = try Self.base(source, current)
                self.hops = hops
                return
            case (let name?, nil):
                guard let source = files.profiles[name] else {
                    throw Self.refusal(current, "its source_profile \(name) does not exist")
                }
                // A profile may name itself: its role is then assumed with its own keys.
                if source.hasKeys || !source.hasRole {
                    base = .profile(name)
                    self.hops = hops
                    return
                }
                guard !visited.contains(name) else {
                    throw Self.refusal(
                        current, "its source_profile leads in a circle: \((visited + [name]).joined(separator: ", "))")
                }
                current = source
            }
        }
    }

    private static func hop(_ profile: Profile) throws(Failure) -> Hop {
        guard profile["mfa_serial"] == nil else {
            throw Self.refusal(
                profile, "its role wants a code of an MFA device (mfa_serial), and nobody is there to type one",
                remedy: "Use a profile or a role that needs no MFA for hublake.")
        }
        let role: RoleARN
        do {
            role = try RoleARN(profile["role_arn"] ?? "")
        } catch {
            throw Self.refusal(profile, "role_arn: \(error.why)")
        }
        var access = RoleAccess(
            role: role, externalIDs: profile["external_id"].map { [$0] } ?? [],
            sessionName: profile["role_session_name"] ?? "hublake")
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text), STSLimits.duration.contains(seconds) else {
                throw Self.refusal(profile, "its duration_seconds is no number from 900 to 43200")
            }
            access.duration = seconds
        }
        return Hop(profile: profile.name, access: access, region: profile["region"])
    }

    private static func base(_ source: String, _ profile: Profile) throws(Failure) -> Base {
        switch source.lowercased() {
        case "environment": return .environment
        case "ecscontainer": return .container
        case "ec2instancemetadata": return .instance
        default:
            throw refusal(
                profile, "its credential_source is none of Environment, EcsContainer and Ec2InstanceMetadata")
        }
    }

    private static func refusal(
        _ profile: Profile, _ why: String, remedy: String = "Correct the profile in the AWS configuration file."
    ) -> Failure {
        Failure(.configuration, "cannot use the AWS profile \(profile.name)", why: why, remedy: remedy)
    }
}
