import Foundations
import HTTP

/// What an unsigned question tells about a bucket: AWS answers it whatever the asker's permissions are.
public enum S3Location: Sendable, Hashable {
    /// The bucket exists, in this region.
    case region(String)
    /// The partition has no such bucket.
    case noSuchBucket
    /// The answer, of this status, names no region: no AWS, or something between.
    case unknown(status: Int)
}

extension S3Client {
    /// Finds the bucket's region with an unsigned HEAD, which needs no permission (AWS: `x-amz-bucket-region` is on every answer).
    public func locate() async throws(S3Failure) -> S3Location {
        var bucket = bucket
        // The region's own endpoint answers for all regions of its partition, but only by the path.
        bucket.usesPathStyle = true
        do {
            let response = try await sendUnsigned(
                HTTPRequest(method: "HEAD", url: bucket.url(key: "", query: [])))
            if let region = response.header("x-amz-bucket-region"), !region.isEmpty { return .region(region) }
            return response.status == 404 ? .noSuchBucket : .unknown(status: response.status)
        } catch {
            throw S3Failure(
                Failure(error, while: S3Call(.getBucketLocation).what(in: bucket.name)), after: 1, nil)
        }
    }

    /// Sets the region to the bucket's own, if that can be found out; otherwise the next refusal tells what is wrong.
    func findRegion() async {
        if case .region(let region)? = try? await locate() {
            session.correctRegion(region)
        } else {
            session.acceptRegion()
        }
    }

    /// The region that GetBucketLocation names; it needs a permission that many policies grant in vain, see ``locate()``.
    public func region() async throws(S3Failure) -> String {
        var call = S3Call(.getBucketLocation)
        call.query = [QueryItem("location", "")]
        return try await perform(call) { response in
            guard S3XML.root(of: response.body) == "LocationConstraint" else {
                throw Failure(.invalidData, call.what(in: bucket.name), why: "the answer holds no location")
            }
            let text = try S3XML.text(ofRoot: response.body)
            // The first regions have kept their first names.
            return switch text {
            case "": "us-east-1"
            case "EU": "eu-west-1"
            default: text
            }
        }
    }
}
