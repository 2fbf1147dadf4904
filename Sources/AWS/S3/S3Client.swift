public import Foundations
public import HTTP

/// S3's wire protocol for one bucket: puts, gets, listings and deletions, signed, retried and checked.
///
/// Every call throws an ``S3Failure``: a `Failure` in AWS's own words, whose kind is used as ``ObjectStore`` says, and the
/// ``S3Error`` itself. Copies of a client share what they learn: region, clock, pace.
public struct S3Client: Sendable {
    /// How objects are written.
    public var writing: S3WriteSettings
    /// How long to keep trying. ``AWSRetryPolicy/once`` sends each call once (and again only with a corrected region, clock or key).
    public var retry: AWSRetryPolicy

    let session: S3Session
    private let credentials: any CredentialProvider
    private let transport: any HTTPTransport
    private let clock: any WallClock
    private let random: @Sendable () -> Double
    /// Told what went wrong without failing the call.
    let warn: @Sendable (Failure) -> Void

    /// A client.
    ///
    /// - Parameters:
    ///   - bucket: the bucket and its address.
    ///   - credentials: whose permissions to use.
    ///   - transport: the network.
    ///   - writing: how objects are written.
    ///   - clock: signs and waits.
    ///   - retry: how long to keep trying.
    ///   - random: numbers in 0..<1 for the pauses.
    ///   - warn: told what the user should know although the call succeeded, such as an upload that could not be discarded.
    public init(
        bucket: S3Bucket, credentials: any CredentialProvider, transport: any HTTPTransport,
        writing: S3WriteSettings = S3WriteSettings(), clock: any WallClock = SystemWallClock(),
        retry: AWSRetryPolicy = .s3, random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        warn: @escaping @Sendable (Failure) -> Void = { _ in }
    ) {
        session = S3Session(bucket)
        self.credentials = credentials
        self.transport = transport
        self.writing = writing
        self.clock = clock
        self.retry = retry
        self.random = random
        self.warn = warn
    }

    /// The bucket, with the region that it was found in.
    public var bucket: S3Bucket { session.bucket }

    /// How far S3's clock is ahead of this machine's, as its refusals have shown; zero while nothing was refused for it.
    public var clockOffset: Duration { .microseconds(session.clockOffset) }

    /// Sends `call` until it succeeds, cannot succeed, or patience ends.
    ///
    /// - Parameters:
    ///   - call: what to send.
    ///   - read: makes the result of a successful answer; a `transient` failure there is retried like one of the network's.
    func perform<Result>(
        _ call: S3Call, read: (HTTPResponse) throws -> Result
    ) async throws(S3Failure) -> Result {
        let start = clock.now()
        var corrections: Set<Correction> = []
        var attempt = 0
        while true {
            attempt += 1
            switch await paced(call, read: read) {
            case .done(let result):
                session.refundRetry()
                return result
            case .correct(let correction, let failure, let error):
                // Each once a call: a second time would mean that it does not help.
                guard corrections.insert(correction).inserted else { throw S3Failure(failure, after: attempt, error) }
            case .failed(let failure, let error, let throttled, let asked):
                let elapsed = Duration.microseconds(clock.now().microseconds - start.microseconds)
                guard let throttled,
                    let wait = retry.wait(
                        after: attempt, throttled: throttled, elapsed: elapsed, asked: asked, jitter: random()),
                    session.spendRetry(throttled: throttled)
                else { throw S3Failure(failure, after: attempt, error) }
                do {
                    try await clock.sleep(for: wait)
                } catch {
                    throw S3Failure(Failure(error, while: call.what(in: bucket.name)), after: attempt, nil)
                }
            }
        }
    }

    /// Sends a request as it is, without a signature and without another try.
    func sendUnsigned(_ request: HTTPRequest) async throws -> HTTPResponse { try await transport.send(request) }

    private enum Correction: Hashable { case clock, region, credentials }

    private enum Outcome<Result> {
        case done(Result)
        case correct(Correction, Failure, S3Error)
        /// `throttled` is nil for what cannot be retried.
        case failed(Failure, S3Error?, throttled: Bool?, asked: Duration?)

        /// What the outcome says about the pace; nil for nothing.
        var isThrottled: Bool? {
            switch self {
            case .done: false
            case .correct: nil
            case .failed(_, _, let throttled, _): throttled == true ? true : nil
            }
        }
    }

    private func paced<Result>(_ call: S3Call, read: (HTTPResponse) throws -> Result) async -> Outcome<Result> {
        do {
            let place = try await session.pace.enter()
            let outcome = await send(call, read: read)
            session.pace.leave(place, throttled: outcome.isThrottled)
            return outcome
        } catch {
            return .failed(.cancelled(call.what(in: bucket.name)), nil, throttled: nil, asked: nil)
        }
    }

    private func send<Result>(_ call: S3Call, read: (HTTPResponse) throws -> Result) async -> Outcome<Result> {
        if session.bucket.isRegionGuessed { await findRegion() }
        let (bucket, signer) = session.target
        do {
            let keys = try await credentials.credentials()
            let signedAt = Timestamp(microseconds: clock.now().microseconds + session.clockOffset)
            let response = try await transport.send(signer.sign(request(call, bucket), as: keys, at: signedAt))
            guard let error = S3Error(response, bodyIsObject: call.operation == .getObject) else {
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
        let skew = error.date.map { ($0.microseconds - signedAt.microseconds) / 1_000_000 }
        switch S3Verdict(error, skew: skew, bucket: bucket) {
        case .retry(let throttled):
            return .failed(failure, error, throttled: throttled, asked: response.askedPause)
        case .correctClock:
            // From the machine's own time, not from the one signed with: another call may have corrected it meanwhile.
            if let date = error.date {
                session.correctClock(offset: date.microseconds - clock.now().microseconds)
            }
            return .correct(.clock, failure, error)
        case .correctRegion(let region):
            session.correctRegion(region)
            return .correct(.region, failure, error)
        case .findRegion:
            await findRegion()
            guard session.bucket.region != bucket.region else {
                return .failed(failure, error, throttled: nil, asked: nil)
            }
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

extension HTTPResponse {
    /// The pause that S3 asks for: milliseconds in AWS's own header, seconds in the common one.
    fileprivate var askedPause: Duration? {
        header("x-amz-retry-after").flatMap { Int64($0) }.map { .milliseconds($0) }
            ?? header("Retry-After").flatMap { Int64($0) }.map { .seconds($0) }
    }
}
