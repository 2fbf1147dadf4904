import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// What AWS answers and no server for tests does, played by a script.
@Suite("S3Client: reading and deleting")
struct S3ReadTests {
    @Test("a 403 for a missing key becomes notFound when a listing of that key shows nothing")
    func hiddenMissing() async throws {
        let lab = S3Lab([refusal(403, "AccessDenied"), listing(["x/k2"])])
        await expectFailure(.notFound) { _ = try await lab.client.get("x/k") }
        #expect(lab.transport.requests[1].url.contains("prefix=x%2Fk&"))
        for answer in [listing(["x/k"]), refusal(403, "AccessDenied")] {
            let refusal = S3Lab([refusal(403, "AccessDenied"), answer])
            await expectFailure(.authorization) { _ = try await refusal.client.get("x/k") }
        }
    }

    @Test("bytes that arrive damaged are fetched again")
    func damaged() async throws {
        for (name, value) in [("crc64nvme", "M3eFcAZSQlc="), ("crc32c", "mnG7TA==")] {
            let headers = [("ETag", "\"t\""), ("x-amz-checksum-\(name)", value)]
            let lab = S3Lab([{ _ in .text(200, "hellO", headers) }, { _ in .text(200, "hello", headers) }])
            let object = try await lab.client.get("k")
            #expect(object.body == Array("hello".utf8) && lab.transport.remaining == 0)
            #expect(lab.transport.requests[0].header("x-amz-checksum-mode") == "ENABLED")
        }
    }

    @Test("an object that looks like an error is an object")
    func errorLikeObject() async throws {
        let lab = S3Lab([{ _ in .text(200, "<Error><Code>SlowDown</Code></Error>", [("ETag", "\"t\"")]) }])
        #expect(try await lab.client.get("k").size == 36)
    }

    @Test("a server that ignores a range, or sends another one, does not fool us")
    func ranges() async throws {
        let tag = ("ETag", "\"t\"")
        let lab = S3Lab([
            { _ in .text(200, "0123456789", [tag]) },
            { _ in .text(206, "0", [tag, ("Content-Range", "bytes 0-0/10")]) },
            { _ in .text(206, "234", [tag, ("Content-Range", "bytes 2-4/10")]) },
        ])
        let whole = try await lab.client.get("k", range: 2..<5)
        #expect(whole.body == Array("234".utf8) && whole.size == 10)
        let part = try await lab.client.get("k", range: 2..<5)
        #expect(part.body == Array("234".utf8) && lab.transport.requests[2].header("Range") == "bytes=2-4")
    }

    @Test("a listing asks with a prefix always, and decodes keys")
    func listings() async throws {
        let lab = S3Lab([listing(["a%2Fb+c%3D1", "%C3%A9"], next: "t/1="), listing([])])
        let page = try await lab.client.list(prefix: "")
        #expect(page.objects.map(\.key) == ["a/b c=1", "é"] && page.continuation == "t/1=")
        #expect(page.objects[0].lastModified == Timestamp(iso8601: "2026-11-25T10:00:00.000Z"))
        let last = try await lab.client.list(prefix: "", continuation: page.continuation)
        #expect(last.objects.isEmpty && last.continuation == nil)
        #expect(lab.transport.requests[0].url.hasSuffix("/?list-type=2&encoding-type=url&prefix="))
        #expect(lab.transport.requests[1].url.hasSuffix("&prefix=&continuation-token=t%2F1%3D"))
    }

    @Test("a listing that is cut short is asked for again; one with a document type is connectionReset")
    func badListings() async throws {
        let lab = S3Lab([
            { _ in .text(200, "<ListBucketResult><IsTruncated>false</IsTr") },
            { _ in .text(200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>") }, listing(["k"]),
        ])
        #expect(try await lab.client.list(prefix: "").objects.count == 1)
        let bomb = S3Lab([
            { _ in .text(200, "<!DOCTYPE x [<!ENTITY a \"b\">]><ListBucketResult>&a;</ListBucketResult>") }
        ]
        )
        await expectFailure(.invalidData) { _ = try await bomb.client.list(prefix: "") }
    }

    @Test("deleting what a server does not know is no error")
    func deletions() async throws {
        let lab = S3Lab([{ _ in HTTPResponse(status: 204) }, refusal(404, "NoSuchKey"), refusal(404, "NoSuchBucket")])
        try await lab.client.delete("k")
        try await lab.client.delete("k")
        await expectFailure(.configuration) { try await lab.client.delete("k") }
    }

    @Test("a version is asked for by its id, and refused with its own permission")
    func versions() async throws {
        let lab = S3Lab([refusal(403, "AccessDenied"), refusal(403, "AccessDenied")])
        let read = await #expect(throws: S3Failure.self) { try await lab.client.get("k", version: "null") }
        let removed = await #expect(throws: S3Failure.self) { try await lab.client.delete("k", version: "a+b") }
        #expect(read?.failure.remedy?.contains("s3:GetObjectVersion on") == true)
        #expect(removed?.failure.remedy?.contains("s3:DeleteObjectVersion on") == true)
        #expect(
            lab.transport.requests.map(\.url.description) == [
                "https://acme.s3.us-east-1.amazonaws.com/k?versionId=null",
                "https://acme.s3.us-east-1.amazonaws.com/k?versionId=a%2Bb",
            ])
    }

    @Test("a deletion tells the version that it removed, or the marker that it made")
    func markers() async throws {
        let lab = S3Lab([
            { _ in .text(204, "", [("x-amz-version-id", "m1"), ("x-amz-delete-marker", "true")]) },
            { _ in .text(204, "", [("x-amz-version-id", "v1")]) },
        ])
        let marker = try await lab.client.delete("k")
        #expect(marker.versionID == "m1" && marker.isDeleteMarker)
        let version = try await lab.client.delete("k", version: "v1")
        #expect(version.versionID == "v1" && !version.isDeleteMarker)
    }

    @Test("a listing of versions has objects and delete markers, and goes on where it ended")
    func versionListing() async throws {
        let first = """
            <?xml version="1.0"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme</Name>
            <IsTruncated>true</IsTruncated><EncodingType>url</EncodingType><NextKeyMarker>a%2Fb+c</NextKeyMarker>
            <NextVersionIdMarker>v2</NextVersionIdMarker>
            <Version><Key>a%2Fb+c</Key><VersionId>v1</VersionId><IsLatest>false</IsLatest>
            <LastModified>2026-11-25T10:00:00.000Z</LastModified><Size>7</Size></Version>
            <DeleteMarker><Key>a%2Fb+c</Key><VersionId>v2</VersionId><IsLatest>true</IsLatest></DeleteMarker>
            </ListVersionsResult>
            """
        let last = "<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>"
        let lab = S3Lab([{ _ in .text(200, first) }, { _ in .text(200, last) }])
        let page = try await lab.client.listVersions(prefix: "a/")
        #expect(page.entries.map(\.key) == ["a/b c", "a/b c"] && page.entries.map(\.versionID) == ["v1", "v2"])
        #expect(page.entries.map(\.isDeleteMarker) == [false, true] && page.entries.map(\.isLatest) == [false, true])
        #expect(page.entries[0].size == 7 && page.next == .init(key: "a/b c", versionID: "v2"))
        let rest = try await lab.client.listVersions(prefix: "a/", after: page.next)
        #expect(rest.entries.isEmpty && rest.next == nil)
        #expect(
            lab.transport.requests[1].url.hasSuffix(
                "/?versions=&encoding-type=url&prefix=a%2F&key-marker=a%2Fb%20c&version-id-marker=v2"))
    }

    @Test("many deletions: a 200 with a refusal inside, a 200 that is an error, and keys that XML must escape")
    func manyDeletions() async throws {
        let result = """
            <DeleteResult><Error><Key>b</Key><VersionId>v</VersionId><Code>AccessDenied</Code><Message>no</Message></Error>
            <Error><Key>c</Key><Code>NoSuchKey</Code></Error></DeleteResult>
            """
        let lab = S3Lab([refusal(200, "InternalError"), { _ in .text(200, result) }])
        let refusals = try await lab.client.delete([
            S3Target("a<&>\u{1}"), S3Target("b", versionID: "v"), S3Target("c"),
        ])
        #expect(refusals.map(\.target) == [S3Target("b", versionID: "v")] && refusals[0].code == "AccessDenied")
        let request = lab.transport.requests[1]
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains("<Key>a&lt;&amp;&gt;&#1;</Key>") && body.contains("<VersionId>v</VersionId>"))
        #expect(request.method == "POST" && request.url.hasSuffix("/?delete=") && request.header("Content-MD5") != nil)
    }
}
