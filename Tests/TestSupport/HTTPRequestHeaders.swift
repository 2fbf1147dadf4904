public import HTTP

extension HTTPRequest {
    /// The first value of the field `name`, compared without case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
