public import Foundations
public import HTTP

/// Which STS to ask, before it is known for which partition.
public struct STSSettings: Sendable, Hashable {
    /// The region; nil for the one that the environment or a profile names, else the partition's home region.
    public var region: String?
    /// The region to prefer where it lies in the right partition, such as the bucket's.
    public var usualRegion: String?
    /// Another server than AWS's.
    public var custom: HTTPOrigin?
    /// AWS's endpoint that speaks IPv6 too.
    public var dualStack: Bool
    /// AWS's endpoint with validated cryptography.
    public var fips: Bool

    /// Settings; see the properties.
    public init(
        region: String? = nil, usualRegion: String? = nil, custom: HTTPOrigin? = nil, dualStack: Bool = false,
        fips: Bool = false
    ) {
        self.region = region
        self.usualRegion = usualRegion
        self.custom = custom
        self.dualStack = dualStack
        self.fips = fips
    }

    /// The endpoint for roles and keys of `partition`.
    ///
    /// The settings' region counts, else the usual one or the first of `hints` in that partition, else the partition's home region. Throws
    /// `Failure(.configuration)` for a setting of another partition: no role can be assumed from there.
    public func endpoint(for partition: Partition, hints: [String?] = []) throws(Failure) -> STSEndpoint {
        let hinted = ([usualRegion] + hints).compactMap(\.self).first { Partition(region: $0) == partition }
        let region = self.region ?? hinted ?? partition.homeRegion
        guard Partition(region: region) == partition else {
            throw Failure(
                .configuration, "cannot use the STS of \(region)",
                why: "the role is in the partition \(partition.rawValue), and no role can be assumed across partitions",
                remedy:
                    "Set sts-region to a region of that partition, such as \(partition.homeRegion), and give hublake "
                    + "keys of that partition.")
        }
        if let custom { return try STSEndpoint(custom: custom, region: region) }
        return try STSEndpoint(region: region, dualStack: dualStack, fips: fips)
    }
}
