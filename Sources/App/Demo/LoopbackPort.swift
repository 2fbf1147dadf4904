import Foundation

/// Ports of loopback, seen as a server that wants to listen there sees them.
enum LoopbackPort {
    /// Whether a server could listen at `port`.
    static func isFree(_ port: Int) -> Bool { bound(to: port) != nil }

    /// A port at which nobody listens; nil when the system has none to give.
    static func free() -> Int? { bound(to: 0) }

    /// The port that a socket got when it asked for `port` (0: any); nil when it got none. It is given back at once.
    private static func bound(to port: Int) -> Int? {
        #if os(Linux)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let socket = socket(AF_INET, stream, 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        // As servers do: what still lingers of a server that has ended does not count.
        var reuse: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(socket, address, length) == 0, getsockname(socket, address, &length) == 0 else { return nil }
                return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(in_port_t(bigEndian: $0.pointee.sin_port))
                }
            }
        }
    }
}
