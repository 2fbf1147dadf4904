import CRM
import Foundations
import HTTP
import HubSpotAPI
import Logging

extension HubSpotClient {
    /// A client whose time never passes by itself and whose jitter is a constant.
    static func testing(
        _ transport: any HTTPTransport, baseURL: String = "https://api.hubapi.com",
        version: HubSpotAPIVersion = .standard,
        token: any HubSpotToken = StaticHubSpotToken("pat-na1-secret-0123456789", name: "HUBSPOT_TOKEN"),
        clock: any WallClock = ManualClock(), calls: CallLedger = CallLedger(), limits: HubSpotLimits = HubSpotLimits(),
        jitter: Double = 0.5
    ) -> HubSpotClient {
        HubSpotClient(
            transport: transport, baseURL: baseURL, version: version, token: token, clock: clock, calls: calls,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, limits: limits, jitter: { jitter })
    }
}

/// The failure that `body` throws; nil if it throws none.
func failure(of body: () async throws -> Void) async -> Failure? {
    do {
        try await body()
        return nil
    } catch let failure as Failure {
        return failure
    } catch {
        return Failure(.internal, "unexpected", why: "\(error)")
    }
}

/// A list answer with the given ids and no values.
func listAnswer(_ ids: some Sequence<Int64>, after: String? = nil) -> String {
    let results = ids.map { #"{"id":"\#($0)","properties":{"hs_object_id":"\#($0)"}}"# }.joined(separator: ",")
    let paging = after.map { #","paging":{"next":{"after":"\#($0)"}}"# } ?? ""
    return #"{"results":[\#(results)]\#(paging)}"#
}
