import Foundations

/// How the combined tables write a value: as text, in the encoding of HubSpot's own share.
enum CombinedEncoding {
    case asSent
    case epochMilliseconds
    case lowerCaseBoolean

    init(hubSpotType: String?) {
        switch hubSpotType {
        case "datetime": self = .epochMilliseconds
        case "bool": self = .lowerCaseBoolean
        default: self = .asSent
        }
    }

    /// The value's text, white space as it came; nil where `text` is not of the property's type.
    func encode(_ text: String) -> String? {
        if PropertyText.isBlank(text) { return text }
        switch self {
        case .asSent: return text
        case .epochMilliseconds: return PropertyText.timestamp(text).map { String($0.milliseconds) }
        case .lowerCaseBoolean: return PropertyText.boolean(text).map { $0 ? "true" : "false" }
        }
    }

    /// The value's text; as it came, and counted, where it is not of the property's type.
    func encode(
        _ text: String, of property: String, table: String, counting counts: inout ConversionCounts
    ) -> String {
        if let value = encode(text) { return value }
        counts.countUnparsed(1, table: table, property: property)
        return text
    }
}
