import Foundation
import Foundations
import Yams

/// Reads `hublake.yaml`: a flat map of the settings in ``SettingKey``; lists and maps where a setting takes several values.
public enum ConfigurationFile {
    /// Reads the file at `path`.
    ///
    /// Throws `configuration` for a file that cannot be read, is not YAML, or has a key that hublake does not know.
    public static func read(_ path: String) throws -> RawSettings {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(
                .configuration, "cannot read the configuration \(path)",
                why: FileManager.default.fileExists(atPath: path)
                    ? "it is not readable as text" : "there is no such file",
                remedy: "Give the right path with --config.")
        }
        return try parse(text, name: path)
    }

    static func parse(_ text: String, name: String) throws -> RawSettings {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Failure(
                .configuration, "cannot read the configuration \(name)", why: "it is not YAML: \(error.position)",
                remedy: "Correct the file; docs/hublake.example.yaml shows every key.")
        }
        guard let root, root != "" else { return RawSettings() }
        guard case .mapping(let mapping) = root else {
            throw Failure(
                .configuration, "cannot read the configuration \(name)", why: "it is not a map of keys to values",
                remedy: "Write one `key: value` a line; docs/hublake.example.yaml shows every key.")
        }
        var entries: [SettingKey: RawSettings.Entry] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? "?"
            let place = "\(name) line \(keyNode.mark?.line ?? 0)"
            guard let setting = SettingKey(rawValue: key) else { throw unknown(key, place: place) }
            guard let text = flatten(value) else {
                throw Failure(
                    .configuration, "cannot use \(key) in \(place)", why: "its value is nested too deeply",
                    remedy: "See docs/hublake.example.yaml for the form of this key.")
            }
            if !text.isEmpty { entries[setting] = .init(text: text, origin: place) }
        }
        return RawSettings(entries)
    }

    private static func unknown(_ key: String, place: String) -> Failure {
        if key.lowercased().contains("token") || key.lowercased().contains("secret") || key.contains("access-key") {
            return Failure(
                .configuration, "cannot use the key \(key) in \(place)",
                why: "secrets do not belong into this file",
                remedy:
                    "Name a file with hubspot-token-file, or set HUBSPOT_TOKEN; AWS keys come from the environment or a profile."
            )
        }
        let known = SettingKey.allCases.map(\.rawValue)
        let nearest = known.min { editDistance($0, key) < editDistance($1, key) }
        let guess = nearest.flatMap { editDistance($0, key) <= 3 ? "Did you mean \($0)? " : nil } ?? ""
        return Failure(
            .configuration, "cannot use the key \(key) in \(place)", why: "hublake knows no such setting",
            remedy: "\(guess)The keys are: \(known.joined(separator: ", ")).")
    }

    /// Scalars as they are, lists joined by commas, maps of scalars as `key=value`.
    private static func flatten(_ node: Node) -> String? {
        switch node {
        case .scalar(let scalar): scalar.tag == Tag(.null) ? "" : scalar.string
        case .sequence(let sequence): join(sequence.map(\.string))
        case .mapping(let mapping):
            join(mapping.map { key, value in key.string.flatMap { key in value.string.map { "\(key)=\($0)" } } })
        default: nil
        }
    }

    private static func join(_ parts: [String?]) -> String? {
        let known = parts.compactMap { $0 }
        return known.count == parts.count ? known.joined(separator: ",") : nil
    }

    /// Levenshtein's distance.
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}

extension YamlError {
    /// Where the text stops being YAML, without quoting it (a secret may stand there by mistake).
    fileprivate var position: String {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)"
        default: "it could not be parsed"
        }
    }
}
