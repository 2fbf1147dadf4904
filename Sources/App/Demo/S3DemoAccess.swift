import AWS

/// What opens the demo's bucket while its server runs. All of it is made up and good for this server alone.
public struct S3DemoAccess: Sendable, Encodable {
    /// The server of S3, STS and IAM.
    public let endpoint: String
    /// The region that signatures name.
    public let region: String
    /// The customer's bucket.
    public let bucket: String
    /// Where the tables stand in it.
    public let prefix: String
    /// The keys of the customer's analyst, who may read and list.
    public let reader: Keys
    /// The keys of the vendor, who may assume the customer's role and nothing else.
    public let vendor: Keys
    /// The connection's name.
    public let connection: String
    /// Where hublake keeps the demo's connection: `HUBLAKE_STATE`.
    public let stateFolder: String
    /// Where the server keeps the bucket's objects.
    public let dataFolder: String

    enum CodingKeys: String, CodingKey {
        case endpoint, region, bucket, prefix, reader, vendor, connection
        case stateFolder = "state_folder"
        case dataFolder = "data_folder"
    }

    /// A key pair of the demo's server.
    public struct Keys: Sendable, Encodable {
        /// The key's id.
        public let accessKeyID: String
        /// Its secret.
        public let secretAccessKey: String

        enum CodingKeys: String, CodingKey {
            case accessKeyID = "access_key_id"
            case secretAccessKey = "secret_access_key"
        }

        init(_ credentials: AWSCredentials) {
            accessKeyID = credentials.accessKeyID
            secretAccessKey = credentials.secretAccessKey
        }
    }
}
