import Foundations
import HTTP

/// How far the attempts at one call have come, and what to say if they end here.
struct CallProgress: Sendable {
    let call: APICall
    let start: Timestamp
    var attempts = 0
    /// Whether the last attempt came as far as the network.
    var isSent = false
    /// The token of the last attempt.
    var token = ""
    /// The base URL of the last attempt.
    var baseURL = ""
    /// Whether a refused token may still be renewed.
    var mayRenew = true
    /// Whether another region may still be tried.
    var mayMove = true

    init(_ call: APICall, start: Timestamp) {
        self.call = call
        self.start = start
    }

    /// The failure if `answer` was the last.
    func failure(_ cause: RetryCause, _ answer: HTTPResponse) -> Failure {
        let words = Refusal(kind: .rejected, status: answer.status, body: APIErrorBody(answer.body)).words
        switch cause {
        case .dailyLimit:
            return Failure(
                .rateLimited, call.purpose, why: "the account's API calls of this day are used up (\(words))",
                remedy: "Run again after midnight in the account's time zone, or raise the API limit in HubSpot.")
        case .rateLimited:
            return Failure(
                .rateLimited, call.purpose, why: "\(words), \(attempted)",
                remedy: "Find out which other app uses up the account's API calls, or run at a quieter time.")
        case .accountMove:
            let wait = answer.header("Retry-After").map { ", to be asked again in \($0.prefix(12)) seconds" } ?? ""
            return Failure(
                .transient, call.purpose, why: "HubSpot is moving the account to another data centre (\(words)\(wait))",
                remedy: "Run again when the move is over; nothing is lost.")
        case .locked, .serverError, .network:
            return Failure(
                .transient, call.purpose, why: "\(words)\(excerpt(of: answer)), \(attempted)",
                remedy: "Run again later.")
        case .damagedAnswer:
            return Failure(
                .invalidData, call.purpose,
                why: "HubSpot sent a page instead of JSON\(excerpt(of: answer)), \(attempted)",
                remedy: "Check that no proxy stands between, then run again.")
        }
    }

    /// The failure of an answer that is not what it should be.
    func failure(unreadable error: JSONError) -> Failure {
        switch error.kind {
        case .syntax:
            Failure(
                .invalidData, call.purpose, why: "the answer to \(call.name) is damaged (\(error)), \(attempted)",
                remedy: "Run again later.")
        case .shape:
            Failure(
                .invalidData, call.purpose, why: "the answer to \(call.name) is not as documented: \(error)",
                remedy: "Please report this: HubSpot may have changed its API.")
        }
    }

    /// The failure of an account in a region that the base URL does not lead to.
    func failure(wrongRegion hublet: String) -> Failure {
        Failure(
            .configuration, call.purpose,
            why: "the account lives in another region than \(baseURL): \(hublet.prefix(8))",
            remedy: "Set the API's base URL to https://api.hubapi.com.")
    }

    private var attempted: String { "after \(attempts) \(attempts == 1 ? "attempt" : "attempts")" }

    /// Type and beginning of a body that is not HubSpot's JSON, for the person who must find the proxy that sent it.
    private func excerpt(of answer: HTTPResponse) -> String {
        guard !APIErrorBody(answer.body).isHubSpot, !answer.body.isEmpty else { return "" }
        let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
        let blankless = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return " (\(answer.header("Content-Type") ?? "no type"): \(blankless))"
    }
}
