import Foundation
import Logging
import PostgresClient
import Testing

@Suite("Listening")
struct ListenerTests {
  @Test func `a subscription hears a resync first, then its channels alone and in order`()
    async throws
  {
    try await withListener { listener, pool in
      let subscription = listener.subscribe(to: ["hears_one", "hears_two"])
      var events = subscription.makeAsyncIterator()
      #expect(await events.next() == .resync)

      for (channel, payload) in [
        ("hears_one", "a"), ("hears_other", "b"), ("hears_two", "c"), ("hears_one", "d"),
      ] as [(PostgresChannel, String)] {
        _ = try await pool.run(.notify(channel, payload))
      }
      #expect(await events.next()?.words == "hears_one a")
      #expect(await events.next()?.words == "hears_two c")
      #expect(await events.next()?.words == "hears_one d")
    }
  }

  @Test func `a notification of a transaction that fails is never heard`() async throws {
    try await withListener { listener, pool in
      let subscription = listener.subscribe(to: ["heard_after_commit"])
      var events = subscription.makeAsyncIterator()
      #expect(await events.next() == .resync)
      await #expect(throws: PostgresError.self) {
        try await pool.batch([.notify("heard_after_commit", "undone"), "SELECT 1/0"])
      }
      _ = try await pool.run(.notify("heard_after_commit", "done"))
      #expect(await events.next()?.words == "heard_after_commit done")
    }
  }

  @Test func `subscriptions of one listener come and go beside each other`() async throws {
    try await withListener { listener, pool in
      let first = listener.subscribe(to: ["shared_one"])
      var firstEvents = first.makeAsyncIterator()
      #expect(await firstEvents.next() == .resync)
      for round in 1...20 {
        let second = listener.subscribe(to: ["shared_one", "shared_two"])
        var secondEvents = second.makeAsyncIterator()
        #expect(await secondEvents.next() == .resync)
        _ = try await pool.run(.notify("shared_two", "\(round)"))
        _ = try await pool.run(.notify("shared_one", "\(round)"))
        #expect(await secondEvents.next()?.words == "shared_two \(round)")
        #expect(await secondEvents.next()?.words == "shared_one \(round)")
        #expect(await firstEvents.next()?.words == "shared_one \(round)")
        second.cancel()
        #expect(await secondEvents.next() == nil)
      }
      #expect(listener.lostConnections == 0)
    }
  }

  @Test func `a channel that nobody subscribes to is let go`() async throws {
    try await withListener(named: "letting listener") { listener, pool in
      let kept = listener.subscribe(to: ["let_go_kept"])
      var events = kept.makeAsyncIterator()
      #expect(await events.next() == .resync)
      do {
        var other = listener.subscribe(to: ["let_go_other"]).makeAsyncIterator()
        #expect(await other.next() == .resync)
      }
      // The server tells a listener of its own channels, which another session cannot ask for, so
      // the last command of the session is what shows it.
      #expect(
        try await eventually {
          try await lastCommand(of: "letting listener", pool).contains("UNLISTEN \"let_go_other\"")
        }
      )
      _ = try await pool.run(.notify("let_go_kept", "still"))
      #expect(await events.next()?.words == "let_go_kept still")
    }
  }

  @Test func `a LISTEN connection that is dropped comes back and its subscriptions resync`()
    async throws
  {
    try await withListener(named: "dropped listener") { listener, pool in
      let subscription = listener.subscribe(to: ["dropped"])
      var events = subscription.makeAsyncIterator()
      #expect(await events.next() == .resync)
      for round in 1...5 {
        try await kill("dropped listener", pool)
        #expect(await events.next() == .resync)
        #expect(listener.lostConnections == round)
        _ = try await pool.run(.notify("dropped", "\(round)"))
        #expect(await events.next()?.words == "dropped \(round)")
      }
    }
  }

  @Test(.enabled(if: TestServer.shared.socketPath != nil))
  func `a peer that falls silent is noticed and left`() async throws {
    let path = try #require(TestServer.shared.socketPath)
    let proxy = try NetworkProxy(to: path)
    defer { proxy.stop() }
    var configuration = PostgresConfiguration(
      connectionString: "host=127.0.0.1 port=\(proxy.port) user=cradle dbname=postgres"
    )
    configuration.unresponsiveGrace = .milliseconds(200)
    let listener = PostgresListener(configuration, keepAlive: .milliseconds(100), logger: .quiet)
    let subscription = listener.subscribe(to: ["silent_peer"])
    var events = subscription.makeAsyncIterator()
    #expect(await events.next() == .resync)
    proxy.silence()
    #expect(await events.next() == .resync)
    #expect(proxy.connections >= 2)
    #expect(listener.lostConnections >= 1)
    // A machine that is busy enough makes the peer silent once more: then there is one more resync.
    var heard: PostgresEvent? = .resync
    while heard == .resync {
      try await withPool { _ = try await $0.run(.notify("silent_peer", "back")) }
      heard = await events.next()
    }
    #expect(heard?.words == "silent_peer back")
  }

  @Test func `a quiet server that answers is not left`() async throws {
    var configuration = PostgresConfiguration.test()
    configuration.applicationName = "quiet listener"
    let listener = PostgresListener(configuration, keepAlive: .milliseconds(20), logger: .quiet)
    let subscription = listener.subscribe(to: ["quiet_server"])
    var events = subscription.makeAsyncIterator()
    #expect(await events.next() == .resync)
    try await withPool { pool in
      let asked = try await commandTime(of: "quiet listener", pool)
      #expect(try await eventually { try await commandTime(of: "quiet listener", pool) > asked })
      _ = try await pool.run(.notify("quiet_server"))
    }
    #expect(await events.next()?.words == "quiet_server ")
    #expect(listener.lostConnections == 0)
  }

  @Test func `a consumer that is too slow is told to resync instead of everything`() async throws {
    try await withListener { listener, pool in
      let slow = listener.subscribe(to: ["slow_consumer"], limit: 10)
      let quick = listener.subscribe(to: ["slow_consumer"], limit: 10_000)
      var slowEvents = slow.makeAsyncIterator()
      var quickEvents = quick.makeAsyncIterator()
      #expect(await slowEvents.next() == .resync)
      #expect(await quickEvents.next() == .resync)
      for round in 0..<50 {
        _ = try await pool.batch(
          (0..<20).map { try .notify("slow_consumer", "\(round) \($0)") }
        )
      }
      for number in 0..<1_000 {
        #expect(await quickEvents.next()?.words == "slow_consumer \(number / 20) \(number % 20)")
      }
      // However often it was collapsed, what waits begins with a resync and is at most ten.
      #expect(await slowEvents.next() == .resync)
      _ = try await pool.run(.notify("slow_consumer", "last"))
      var heard = 0
      while let event = await slowEvents.next() {
        heard += 1
        if event.words == "slow_consumer last" { break }
      }
      #expect((1...11).contains(heard))
    }
  }

  @Test func `closing the listener ends its subscriptions`() async throws {
    let listener = PostgresListener(.test(), logger: .quiet)
    let subscription = listener.subscribe(to: ["closing"])
    var events = subscription.makeAsyncIterator()
    #expect(await events.next() == .resync)
    async let rest = events.next()
    listener.close()
    #expect(await rest == nil)
    for await event in listener.subscribe(to: ["closing"]) { Issue.record("heard \(event)") }
  }

  @Test func `cancelling the task ends the loop`() async throws {
    let listener = PostgresListener(.test(), logger: .quiet)
    let subscription = listener.subscribe(to: ["cancelled"])
    let loop = Task {
      var heard: [PostgresEvent] = []
      for await event in subscription { heard.append(event) }
      return heard
    }
    var other = listener.subscribe(to: ["cancelled"]).makeAsyncIterator()
    #expect(await other.next() == .resync)
    loop.cancel()
    #expect(await loop.value.count <= 1)
  }

  @Test func `a server that is away is waited for`() async throws {
    let server = TestServer()
    server.stop()
    let listener = PostgresListener(
      .test(connectionString: server.socketConnection),
      logger: .quiet
    )
    var events = listener.subscribe(to: ["away"]).makeAsyncIterator()
    async let first = events.next()
    server.start()
    #expect(await first == .resync)
  }

  @Test func `a payload of eight thousand bytes is refused before it is sent`() async throws {
    let largest = String(repeating: "x", count: 7_999)
    try await withListener { listener, pool in
      var events = listener.subscribe(to: ["large_payload"]).makeAsyncIterator()
      #expect(await events.next() == .resync)
      _ = try await pool.run(.notify("large_payload", largest))
      #expect(await events.next()?.words == "large_payload " + largest)
    }
    let error = #expect(throws: PostgresError.self) {
      try Statement.notify("large_payload", largest + "x")
    }
    #expect(error?.sqlState == .programLimitExceeded)
  }

  private func withListener(
    named name: String = "listener",
    _ body: (PostgresListener, PostgresPool) async throws -> Void
  ) async throws {
    var configuration = PostgresConfiguration.test()
    configuration.applicationName = name
    let listener = PostgresListener(configuration, logger: .quiet)
    try await withPool { try await body(listener, $0) }
    listener.close()
  }

  private func kill(_ name: String, _ pool: PostgresPool) async throws {
    _ = try await pool.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(name)"
    )
  }

  private func lastCommand(of name: String, _ pool: PostgresPool) async throws -> String {
    try await pool.run("SELECT query FROM pg_stat_activity WHERE application_name = \(name)")
      .scalar(String.self) ?? ""
  }

  private func commandTime(of name: String, _ pool: PostgresPool) async throws -> Double {
    try await pool.run(
      """
      SELECT extract(epoch FROM query_start)::float8 FROM pg_stat_activity
      WHERE application_name = \(name)
      """
    ).scalar(Double.self) ?? 0
  }
}

extension PostgresEvent {
  /// The channel and payload of a notification.
  var words: String? {
    if case .notification(let heard) = self { "\(heard.channel) \(heard.payload)" } else { nil }
  }
}

extension Logger {
  /// Says nothing.
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
