import Foundation
import Testing

@testable import Simulator

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("SimulatorServer")
struct SimulatorServerTests {
    @Test("a server answers on a free port while its closure runs, and not afterwards")
    func life() async throws {
        let (url, body) = try await SimulatorServer.run(SimulatorSettings()) { url, simulation in
            let data = try await Self.truth(of: url)
            #expect(simulation.calls["total"] == 0)
            return (url, data)
        }
        #expect(try JSONDecoder().decode([String].self, from: body).contains("objects/0-1"))
        await #expect(throws: (any Error).self) {
            try await Self.truth(of: url)
        }
    }

    /// What the server says is there; waits as long as a server may take whose threads are busy with other tests.
    @discardableResult
    private static func truth(of url: String) async throws -> Data {
        let request = URLRequest(url: try #require(URL(string: url + "/_simulator/truth")), timeoutInterval: 600)
        return try await URLSession.shared.data(for: request).0
    }

    @Test("two servers run side by side, and an error of the closure comes out")
    func twice() async throws {
        struct Mishap: Error {}
        await #expect(throws: Mishap.self) {
            try await SimulatorServer.run(SimulatorSettings()) { first, _ in
                try await SimulatorServer.run(SimulatorSettings()) { second, _ in
                    #expect(first != second)
                    throw Mishap()
                }
            }
        }
    }
}
