/// Runs programs.
public protocol CommandRunner: Sendable {
    /// Runs the program `arguments[0]`, found by `PATH`, with the rest as its arguments, no shell and no input.
    ///
    /// Throws `Failure(.configuration)` when it cannot be started, `Failure(.transient)` when it has not ended after `timeout` (it is
    /// killed then), and `CancellationError`.
    func run(_ arguments: [String], timeout: Duration) async throws -> CommandResult
}

/// How a program ended.
public struct CommandResult: Sendable, Hashable {
    /// Its exit code; 128 and the signal's number when one ended it.
    public var status: Int
    /// What it wrote to its standard output.
    public var output: [UInt8]
    /// The beginning of what it wrote to its standard error.
    public var errorText: String

    /// A result; see the properties.
    public init(status: Int, output: [UInt8], errorText: String = "") {
        self.status = status
        self.output = output
        self.errorText = errorText
    }
}
