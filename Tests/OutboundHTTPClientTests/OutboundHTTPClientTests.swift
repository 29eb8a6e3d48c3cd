import Foundation
import Hummingbird
import Logging
import OutboundHTTPClient
import ServiceLifecycle
import Synchronization
import TenantStore
import Testing

/// A service on loopback that answers as it is told, and counts.
private final class Outside: Sendable {
  let asked = Atomic(0)
  let answers: @Sendable (Int) async throws -> Response

  init(_ answers: @escaping @Sendable (Int) async throws -> Response) { self.answers = answers }

  func run(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let responder = CallbackResponder<BasicRequestContext> { _, _ in
      try await self.answers(self.asked.add(1, ordering: .relaxed).newValue)
    }
    var logger = Logger(label: "outside")
    logger.logLevel = .critical
    let service = Application(
      responder: responder,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
      logger: logger
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      let services = ServiceGroup(configuration: .init(services: [service], logger: logger))
      group.addTask { try await services.run() }
      for await number in ports.prefix(1) { try await body("http://127.0.0.1:\(number)/x") }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }
}

@Suite("Outbound HTTP")
struct OutboundHTTPClientTests {
  @Test func `what may be repeated is tried again when the service is busy`() async throws {
    let outside = Outside { Response(status: $0 < 3 ? .serviceUnavailable : .ok) }
    try await outside.run { url in
      let answer = try await OutboundHTTP.live.send(OutboundRequest(.get, url))
      #expect(answer.status == 200)
    }
    #expect(outside.asked.load(ordering: .relaxed) == 3)
  }

  @Test func `what may not be repeated is sent once`() async throws {
    let outside = Outside { _ in Response(status: .serviceUnavailable) }
    try await outside.run { url in
      let answer = try await OutboundHTTP.live.send(OutboundRequest(.post, url, body: [1]))
      #expect(answer.status == 503)
    }
    #expect(outside.asked.load(ordering: .relaxed) == 1)
  }

  @Test func `the deadline is for all attempts together`() async throws {
    let outside = Outside { _ in
      try await Task.sleep(for: .seconds(30))
      return Response(status: .ok)
    }
    try await outside.run { url in
      var request = OutboundRequest(.get, url)
      request.deadline = .milliseconds(300)
      await #expect(throws: OutboundFailure.timedOut) {
        _ = try await OutboundHTTP.live.send(request)
      }
    }
    #expect(outside.asked.load(ordering: .relaxed) <= 1, "no attempt is left time for")
  }

  @Test func `a body that does not begin in time is given up long before the deadline`()
    async throws
  {
    let outside = Outside { _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          try await Task.sleep(for: .seconds(60))
          try await writer.finish(nil)
        }
      )
    }
    try await outside.run { url in
      var request = OutboundRequest(.post, url, body: [1], deadline: .seconds(60))
      request.firstByteDeadline = .milliseconds(200)
      await #expect(throws: OutboundFailure.timedOut) {
        _ = try await OutboundHTTP.live.send(request)
      }
    }
  }

  @Test func `a body that begins in time is taken whole`() async throws {
    let outside = Outside { _ in Response(status: .ok, body: .init(byteBuffer: .init(string: "ab")))
    }
    try await outside.run { url in
      var request = OutboundRequest(.get, url, deadline: .seconds(60))
      request.firstByteDeadline = .seconds(60)
      let answer = try await OutboundHTTP.live.send(request)
      #expect(answer.text == "ab")
    }
  }

  @Test func `an answer that is too long and a redirect are not followed`() async throws {
    let outside = Outside { count in
      count == 1
        ? Response(status: .ok, body: .init(byteBuffer: .init(repeating: 65, count: 5_000)))
        : Response(status: .found, headers: [.location: "/y"])
    }
    try await outside.run { url in
      var request = OutboundRequest(.get, url)
      request.sizeLimit = 1_000
      await #expect(throws: OutboundFailure.answerTooLarge) {
        _ = try await OutboundHTTP.live.send(request)
      }
      let moved = try await OutboundHTTP.live.send(OutboundRequest(.get, url))
      #expect(moved.status == 302)
    }
  }

  @Test func `a host that fails is left alone, tried once after a rest, and taken back`() {
    var state = CircuitState()
    let start = ContinuousClock.now
    func admits(_ time: ContinuousClock.Instant) -> Bool { state.admits(at: time) }
    var early: [Bool] = []
    for _ in 0..<CircuitState.failureLimit {
      early.append(admits(start))
      state.note(succeeded: false, at: start)
    }
    let rested = start + CircuitState.rest
    let open = [admits(start + .seconds(1)), admits(rested), admits(rested)]
    state.note(succeeded: false, at: rested)
    let longer = [admits(rested + .seconds(1)), admits(rested + CircuitState.rest)]
    state.note(succeeded: true, at: rested + CircuitState.rest)
    let closed = [admits(rested + CircuitState.rest), admits(rested + CircuitState.rest)]

    #expect(early.allSatisfy { $0 })
    #expect(open == [false, true, false])
    #expect(longer == [false, true])
    #expect(closed == [true, true])
  }
}
