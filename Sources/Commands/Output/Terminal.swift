import Foundation
import Sync

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's standard streams: results go to stdout, everything else to stderr.
enum Terminal {
    /// Whether a person watches stderr.
    static var isInteractive: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns of the terminal behind stderr; 80 when unknown.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a line to stdout.
    static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes text to stdout as it is.
    static func text(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Whether somebody can be asked: a person sits at stdin and watches stderr.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isInteractive }

    /// Asks on stderr for a line; nil at the end of the input. Can be interrupted, which reading itself cannot.
    static func ask(_ question: String) async throws -> String? {
        draw(question + " ")
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, 0) == 0 { try await Task.sleep(for: .milliseconds(50)) }
        return readLine(strippingNewline: true)?.trimmingCharacters(in: .whitespaces)
    }

    /// Writes `value` as JSON to stdout.
    static func json(_ value: some Encodable) throws {
        result(String(decoding: try ReportJSON.encode(value), as: UTF8.self))
    }

    /// Writes a line to stderr.
    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Writes text to stderr as it is.
    static func draw(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
            // A reader that went away (a closed pipe) wants no more; there is nobody left to tell.
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}

#if canImport(Glibc)
    private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        Glibc.write(descriptor, bytes, count)
    }
#else
    private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        Darwin.write(descriptor, bytes, count)
    }
#endif
