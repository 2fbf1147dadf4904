import Foundation
import Foundations
import HubSpotAPI

/// Where the HubSpot token comes from: a file named by `hubspot-token-file`, else the variable `HUBSPOT_TOKEN`.
public struct TokenSource: Sendable {
    /// Where it was found, for people: a path or a variable's name.
    public let origin: String
    let token: ConfiguredToken

    /// Finds and reads the token; throws `configuration` when there is none or it cannot be a token.
    public init(configuration: Configuration, environment: [String: String]) throws {
        let (text, origin) = try Self.find(configuration, environment)
        self.origin = origin
        token = ConfiguredToken(try Self.check(text, from: origin), name: "the HubSpot token from \(origin)") {
            (try? Self.find(configuration, environment)).flatMap { try? Self.check($0.text, from: origin) }
        }
    }

    private static func find(
        _ configuration: Configuration, _ environment: [String: String]
    ) throws -> (text: String, origin: String) {
        if let path = configuration.hubspotTokenFile {
            guard let contents = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw Failure(
                    .configuration, "cannot read the HubSpot token from \(path)",
                    why: FileManager.default.fileExists(atPath: path)
                        ? "the file is not readable as text" : "there is no such file",
                    remedy: "Put the token into that file, or name another with --hubspot-token-file.")
            }
            return (contents, path)
        }
        if let variable = environment["HUBSPOT_TOKEN"], !variable.isEmpty { return (variable, "HUBSPOT_TOKEN") }
        throw Failure(
            .configuration, "cannot call HubSpot", why: "no token was given",
            remedy: "Set HUBSPOT_TOKEN or name a file with --hubspot-token-file. In HubSpot: Settings, Integrations, "
                + "Service keys; docs/hubspot-token.md lists the scopes.")
    }

    private static func check(_ text: String, from origin: String) throws -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure(
                .configuration, "cannot use the HubSpot token from \(origin)",
                why: trimmed.isEmpty ? "it is empty" : "it has characters that no token has",
                remedy: "Copy the token again, without blanks or quotes.")
        }
        return trimmed
    }
}
