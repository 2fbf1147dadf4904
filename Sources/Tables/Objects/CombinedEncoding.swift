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

    /// The value's text; nil where `text` is not of the property's type.
    func encode(_ text: String) -> String? {
        switch self {
        case .asSent: text
        case .epochMilliseconds: PropertyText.timestamp(text).map { String($0.milliseconds) }
        case .lowerCaseBoolean: PropertyText.boolean(text).map { $0 ? "true" : "false" }
        }
    }
}
