import Dispatch
import Foundation
import Testing

@testable import PostgresClient

@Suite("Host names")
struct HostNameTests {
  @Test(.enabled(if: TestServer.shared.tcpConnection != nil))
  func `a server is reached by its name`() async throws {
    let address = try #require(TestServer.shared.tcpConnection)
    let named = address.replacing("host=127.0.0.1", with: "host=localhost")
    try await withPool(.test(connectionString: named)) { pool in
      let count = try await pool.run("SELECT 1").count
      #expect(count == 1)
    }
  }

  @Test func `a name that nobody knows is unavailable, and says what to do`() async throws {
    try await withPool(.test(connectionString: "host=nowhere.invalid user=cradle")) { pool in
      let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
      #expect(error?.debugDescription.contains("check host=") == true)
    }
  }

  @Test func `the thread goes on while a name is looked up`() async throws {
    let reactor = Reactor()
    reactor.start(Idle())
    let gate = DispatchSemaphore(value: 0)
    let configuration = PostgresConfiguration(connectionString: "host=slow.example port=5433")
    let dialler = Dialler(configuration, reactor: reactor) { _ in
      gate.wait()
      return ["192.0.2.1", "192.0.2.2"]
    }
    async let first = dial(dialler, reactor)
    async let second = dial(dialler, reactor)
    await withCheckedContinuation { continuation in
      reactor.post { continuation.resume() }
    }
    gate.signal()
    gate.signal()
    for values in [try await first, try await second] {
      #expect(values["host"] == "slow.example,slow.example")
      #expect(values["hostaddr"] == "192.0.2.1,192.0.2.2")
      #expect(values["port"] == "5433,5433")
    }
    reactor.stop()
  }

  @Test(arguments: [
    ("host=/run/postgresql", []),
    ("host=192.0.2.1,2001:db8::1", []),
    ("host=a.example hostaddr=192.0.2.1", []),
    ("host=a.example,/run,b.example port=1,2,3", ["a.example", "b.example"]),
    ("service=shop host=a.example", []),
  ])
  func `only names without an address are looked up`(string: String, names: [String]) throws {
    let parameters = try ConnectionParameters(PostgresConfiguration(connectionString: string))
    #expect(parameters.unresolvedHosts == Set(names))
  }

  @Test func `sockets, addresses and names keep their order and ports`() throws {
    let parameters = try ConnectionParameters(
      PostgresConfiguration(
        connectionString: "host=a.example,/run,192.0.2.9,b.example port=1,2,3,4"
      )
    )
    let resolved = try parameters.resolved(["a.example": ["192.0.2.1", "192.0.2.2"]])
    #expect(resolved.values["host"] == "a.example,a.example,/run,192.0.2.9")
    #expect(resolved.values["hostaddr"] == "192.0.2.1,192.0.2.2,,")
    #expect(resolved.values["port"] == "1,1,2,3")
  }

  private func dial(_ dialler: Dialler, _ reactor: Reactor) async throws -> [String: String] {
    try await withCheckedThrowingContinuation { continuation in
      reactor.post {
        dialler.dial { outcome in continuation.resume(with: outcome.map(\.values)) }
      }
    }
  }

  private final class Idle: ReactorClient {
    func descriptorIsReady(tag: UInt64) {}
    func turnEnded() -> Int32 { -1 }
  }
}
