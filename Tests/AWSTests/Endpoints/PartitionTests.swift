import AWS
import Testing

@Suite("Partition")
struct PartitionTests {
    @Test(
        "a region belongs to one partition; the secret ones are not served",
        arguments: [
            ("us-east-1", Partition.aws), ("eu-central-1", .aws), ("mx-central-1", .aws), ("us-gov-west-1", .usGov),
            ("cn-northwest-1", .china), ("eusc-de-east-1", .europeanSovereign), ("us-iso-east-1", nil),
            ("us-isob-east-1", nil), ("eu-isoe-west-1", nil),
        ] as [(String, Partition?)])
    func regions(region: String, partition: Partition?) {
        #expect(Partition(region: region) == partition)
    }

    @Test("an ARN names its partition")
    func arns() {
        #expect(Partition(arn: "arn:aws-us-gov:iam::123456789012:role/x") == .usGov)
        #expect(Partition(arn: "arn:aws-eusc:s3:::bucket") == .europeanSovereign)
        #expect(Partition(arn: "arn:aws-iso:s3:::bucket") == nil)
        #expect(Partition(arn: "bucket") == nil)
    }

    @Test("each partition's home region lies in it")
    func homes() {
        for partition in Partition.allCases { #expect(Partition(region: partition.homeRegion) == partition) }
    }
}
