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
            let (data, _) = try await URLSession.shared.data(from: #require(URL(string: url + "/_simulator/truth")))
            #expect(simulation.calls["total"] == 0)
            return (url, data)
        }
        #expect(try JSONDecoder().decode([String].self, from: body).contains("objects/0-1"))
        await #expect(throws: (any Error).self) {
            try await URLSession.shared.data(from: #require(URL(string: url + "/_simulator/truth")))
        }
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
