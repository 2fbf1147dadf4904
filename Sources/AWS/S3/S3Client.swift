public import Foundations
public import HTTP

/// S3's wire protocol for one bucket: puts, gets, listings and deletions, signed, retried and checked.
///
/// Errors are `Failure`s in AWS's own words; see ``ObjectStore`` for how their kinds are used.
public struct S3Client: Sendable {
    private let session: S3Session
    private let credentials: any CredentialProvider
    private let transport: any HTTPTransport
    private let clock: any WallClock
    private let retry: S3RetryPolicy
    private let random: @Sendable () -> Double

    /// A client.
    ///
    /// - Parameters:
    ///   - bucket: the bucket and its address.
    ///   - credentials: whose permissions to use.
    ///   - transport: the network.
    ///   - clock: signs and waits.
    ///   - retry: how long to keep trying.
    ///   - random: numbers in 0..<1 for the pauses.
    public init(
        bucket: S3Bucket, credentials: any CredentialProvider, transport: any HTTPTransport,
        clock: any WallClock = SystemWallClock(), retry: S3RetryPolicy = .standard,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        session = S3Session(bucket)
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
        self.retry = retry
        self.random = random
    }

    /// The bucket, with the region that it was found in.
    public var bucket: S3Bucket { session.bucket }

    /// Sends `call` until it succeeds, cannot succeed, or patience ends.
    ///
    /// - Parameters:
    ///   - call: what to send.
    ///   - read: makes the result of a successful answer; a `transient` failure there is retried like one of the network's.
    func perform<Result>(
        _ call: S3Call, read: (HTTPResponse) throws -> Result
    ) async throws(S3Stop) -> Result {
        let start = clock.now()
        var corrections: Set<Correction> = []
        var attempt = 0
        while true {
            attempt += 1
            switch await send(call, read: read) {
            case .done(let result):
                session.refundRetry()
                return result
            case .correct(let correction, let failure, let error):
                // Each once a call: a second time would mean that it does not help.
                guard corrections.insert(correction).inserted else { throw S3Stop(failure, after: attempt, error) }
            case .failed(let failure, let error, let throttled, let asked):
                let elapsed = Duration.microseconds(clock.now().microseconds - start.microseconds)
                guard let throttled,
                    let wait = retry.wait(
                        after: attempt, throttled: throttled, elapsed: elapsed, asked: asked, jitter: random()),
                    session.spendRetry(throttled: throttled)
                else { throw S3Stop(failure, after: attempt, error) }
                do {
                    try await clock.sleep(for: wait)
                } catch {
                    throw S3Stop(Failure(error, while: call.what(in: bucket.name)), after: attempt, nil)
                }
            }
        }
    }

    private enum Correction: Hashable { case clock, region, credentials }

    private enum Outcome<Result> {
        case done(Result)
        case correct(Correction, Failure, S3Error)
        /// `throttled` is nil for what cannot be retried.
        case failed(Failure, S3Error?, throttled: Bool?, asked: Duration?)
    }

    private func send<Result>(
        _ call: S3Call, read: (HTTPResponse) throws -> Result
    ) async -> Outcome<Result> {
        let (bucket, signer) = session.target
        let keys: AWSCredentials
        let response: HTTPResponse
        let signedAt: Timestamp
        do {
            keys = try await credentials.credentials()
            signedAt = clock.now().adding(seconds: session.clockOffset)
            response = try await transport.send(signer.sign(request(call, bucket), as: keys, at: signedAt))
            guard let error = S3Error(response, bodyIsObject: call.operation == .get) else {
                return .done(try read(response))
            }
            return await judge(error, call, response, bucket, signedAt: signedAt, keys: keys)
        } catch {
            let failure = Failure(error, while: call.what(in: bucket.name))
            return .failed(failure, nil, throttled: failure.kind == .transient ? false : nil, asked: nil)
        }
    }

    private func judge<Result>(
        _ error: S3Error, _ call: S3Call, _ response: HTTPResponse, _ bucket: S3Bucket, signedAt: Timestamp,
        keys: AWSCredentials
    ) async -> Outcome<Result> {
        let failure = Failure(error, call, bucket)
        let date = response.header("Date").flatMap(HTTPDate.parse)
        let skew = date.map { ($0.microseconds - signedAt.microseconds) / 1_000_000 }
        switch S3Verdict(error, skew: skew, bucket: bucket) {
        case .retry(let throttled):
            let asked = response.header("x-amz-retry-after").flatMap(Int64.init).map { Duration.milliseconds($0) }
            return .failed(failure, error, throttled: throttled, asked: asked)
        case .correctClock(let seconds):
            session.correctClock(by: seconds)
            return .correct(.clock, failure, error)
        case .correctRegion(let region):
            session.correctRegion(region)
            return .correct(.region, failure, error)
        case .renewCredentials:
            await credentials.invalidate(keys)
            return .correct(.credentials, failure, error)
        case .giveUp:
            return .failed(failure, error, throttled: nil, asked: nil)
        }
    }

    private func request(_ call: S3Call, _ bucket: S3Bucket) -> HTTPRequest {
        var request = HTTPRequest(
            method: call.operation.method, url: bucket.url(key: call.key, query: call.query), headers: call.headers,
            body: call.body)
        if let owner = bucket.expectedOwner { request.setHeader("x-amz-expected-bucket-owner", owner) }
        return request
    }
}

/// Why a call was given up: the failure to tell, and what the client's own next step depends on.
struct S3Stop: Error {
    var failure: Failure
    var attempts: Int
    /// What S3 said last; nil when no answer came.
    var error: S3Error?

    init(_ failure: Failure, after attempts: Int, _ error: S3Error?) {
        self.failure = failure
        self.attempts = attempts
        self.error = error
        if attempts > 1 { self.failure.why += " (after \(attempts) attempts)" }
    }
}
