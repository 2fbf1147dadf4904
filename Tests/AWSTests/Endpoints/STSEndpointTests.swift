import AWS
import Foundations
import HTTP
import Testing

@Suite("STSEndpoint")
struct STSEndpointTests {
    @Test(
        "the endpoint is the region's, in its partition's domain",
        arguments: [
            ("eu-central-1", false, false, "sts.eu-central-1.amazonaws.com"),
            ("cn-north-1", false, false, "sts.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", false, false, "sts.eusc-de-east-1.amazonaws.eu"),
            ("us-gov-west-1", false, true, "sts.us-gov-west-1.amazonaws.com"),
            ("us-west-2", false, true, "sts-fips.us-west-2.amazonaws.com"),
            ("eu-west-1", true, false, "sts.eu-west-1.api.aws"),
            ("us-east-1", true, true, "sts-fips.us-east-1.api.aws"),
            ("cn-north-1", true, false, "sts.cn-north-1.api.amazonwebservices.com.cn"),
        ])
    func hosts(region: String, dualStack: Bool, fips: Bool, host: String) throws {
        let endpoint = try STSEndpoint(region: region, dualStack: dualStack, fips: fips)
        #expect(endpoint.origin.host == host && endpoint.origin.scheme == "https" && endpoint.isAWS)
    }

    @Test(
        "a FIPS endpoint that AWS does not have is refused", arguments: ["eu-west-1", "cn-north-1", "eusc-de-east-1"])
    func fips(region: String) {
        #expect(throws: Failure.self) { try STSEndpoint(region: region, fips: true) }
    }

    @Test(
        "what is no region is refused before it becomes a host's name",
        arguments: ["", "x", "useast1", "us-east-1.example.com/", "us-iso-east-1", "us-east-1@evil"])
    func regions(region: String) {
        #expect(throws: Failure.self) { try STSEndpoint(region: region) }
    }

    @Test("the endpoint for a role is of the role's partition, near the bucket where that is there")
    func settings() throws {
        var settings = STSSettings(usualRegion: "eu-west-3")
        #expect(try settings.endpoint(for: .aws).region == "eu-west-3")
        #expect(try settings.endpoint(for: .china, hints: ["us-east-1", "cn-northwest-1"]).region == "cn-northwest-1")
        #expect(try settings.endpoint(for: .usGov).region == "us-gov-west-1")
        settings.region = "us-east-2"
        #expect(try settings.endpoint(for: .aws).region == "us-east-2")
        let failure = #expect(throws: Failure.self) { try settings.endpoint(for: .china) }
        #expect(failure?.why.contains("across partitions") == true)
        settings.custom = HTTPOrigin(url: "http://localhost:4566")
        #expect(try settings.endpoint(for: .aws).origin.port == 4566)
    }
}
