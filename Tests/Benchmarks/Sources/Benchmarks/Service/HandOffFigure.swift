import Foundation
import Synchronization

/// Talks that are handed to people while gateways die.
enum HandOffFigure {
  static let all = [
    Figure(
      name: "service.handOff.faults",
      what: "hand-offs lost, doubled or at another tenant: 1,000 by 8 customers who ask again, two "
        + "gateways of which one dies every 50",
      unit: "hand-offs",
      bounds: .value(exactly: 0),
      measure: measure
    )
  ]

  private static let tenants = ["alpha", "beta"]

  private static func measure(_ stage: Stage) async throws -> Outcome {
    let first = try await ShopServer.started()
    var gateways: Gateways?
    do {
      for tenant in tenants {
        try await ServiceHouse.apply(tenant, "{}", entries: 0, on: first)
      }
      let pair = Gateways(first, try await first.another())
      gateways = pair
      let outcome = try await run(stage.isShort ? 60 : 1_000, pair, first)
      await pair.stop()
      return outcome
    } catch {
      if let gateways { await gateways.stop() } else { await first.stop() }
      throw error
    }
  }

  private static func run(_ runs: Int, _ gateways: Gateways, _ first: ShopServer) async throws
    -> Outcome
  {
    try await Task.sleep(for: .seconds(2))
    let done = Counter()
    let killing = Task {
      var kills = 0
      for limit in stride(from: 25, to: runs, by: 50) {
        while done.value < limit { try await Task.sleep(for: .milliseconds(5)) }
        try await gateways.killAndRestart(kills % 2)
        kills += 1
      }
      return kills
    }
    let retries: Int
    do {
      retries = try await Crowd.together(8) { customer in
        var retries = 0
        for run in stride(from: customer, to: runs, by: 8) {
          retries += try handOff(run, gateways)
          done.add()
        }
        return retries
      }
    } catch {
      killing.cancel()
      _ = try? await killing.value
      throw error
    }
    let kills = try await killing.value
    let faults = try await first.address.value(audit(runs)).split(separator: "|")
      .compactMap { Double($0) }
    guard faults.count == 3 else { throw Program.Failure(description: "the audit says nothing") }
    return Outcome(
      values: [faults.reduce(0, +)],
      details: [
        "lost": faults[0], "doubled": faults[1], "crossed": faults[2], "kills": Double(kills),
        "retries": Double(retries),
      ]
    )
  }

  /// One customer asks for a person, with the same key again until somebody answers; how often again.
  private static func handOff(_ run: Int, _ gateways: Gateways) throws -> Int {
    let host = "\(tenants[run % tenants.count]).localhost"
    var (retries, session) = (0, String?.none)
    func insist(_ text: String, key: String) throws -> Visitor.Reply {
      let deadline = ContinuousClock.now + .seconds(60)
      while true {
        let visitor = Visitor(port: gateways.port(run + retries), host: host, session: session)
        if let reply = try? Talk.say(text, by: visitor, key: key), reply.status < 500 {
          session = visitor.session
          return reply
        }
        guard ContinuousClock.now < deadline else {
          throw Visitor.Failure(description: "nobody answered for a minute")
        }
        retries += 1
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
    _ = try insist("你好", key: UUID().uuidString)
    let state = try Talk.State(insist("转人工 \(run)", key: UUID().uuidString))
    guard state.state == "queued" else {
      throw Visitor.Failure(description: "a customer was told of \(state.state)")
    }
    return retries
  }

  /// Lost, doubled, crossed: each run has one message of its own tenant, in a talk that waits with one
  /// open hand-off, one clock, one notice and one event.
  private static func audit(_ runs: Int) -> String {
    """
    WITH said AS (
      SELECT m.tenant_id, m.conversation_id, t.slug, split_part(m.body, ' ', 2)::int AS run
      FROM service.message m JOIN tenancy.tenant t ON t.id = m.tenant_id
      WHERE m.author = 'customer' AND m.body LIKE '转人工 %'
    ), seen AS (
      SELECT r.run, s.slug,
        (SELECT count(*) FROM service.hand_off h WHERE h.tenant_id = s.tenant_id
          AND h.conversation_id = s.conversation_id AND h.ended_at IS NULL
          AND h.due_at IS NOT NULL) AS hand_offs,
        (SELECT count(*) FROM service.message m WHERE m.tenant_id = s.tenant_id
          AND m.conversation_id = s.conversation_id AND m.author = 'bot'
          AND m.payload ->> 'action' = 'handOff') AS notices,
        count(*) OVER (PARTITION BY r.run) AS messages
      FROM generate_series(0, \(runs - 1)) r (run) LEFT JOIN said s ON s.run = r.run
    )
    SELECT count(DISTINCT run) FILTER (WHERE slug IS NULL OR hand_offs = 0 OR notices = 0)
        + greatest(0, \(runs) - (SELECT count(*) FROM tenancy.outbox_event
          WHERE kind = 'service.handed_off')),
      count(DISTINCT run) FILTER (WHERE messages > 1 OR hand_offs > 1 OR notices > 1)
        + greatest(0, (SELECT count(*) FROM tenancy.outbox_event
          WHERE kind = 'service.handed_off') - \(runs)),
      count(DISTINCT run) FILTER (WHERE slug <> (ARRAY['alpha', 'beta'])[1 + run % 2])
    FROM seen
    """
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }
}

/// Two gateways on one database, of which one may be dead.
final class Gateways: Sendable {
  private let servers: Mutex<[ShopServer]>

  init(_ first: ShopServer, _ second: ShopServer) { servers = Mutex([first, second]) }

  func port(_ number: Int) -> Int { servers.withLock { $0[number % $0.count].port } }

  /// Ends one as a power cut would, and starts another in its place.
  func killAndRestart(_ number: Int) async throws {
    let server = all[number]
    kill(pid_t(server.process), SIGKILL)
    let next = try await server.another()
    replace(number, next)
  }

  private var all: [ShopServer] { servers.withLock { $0 } }

  private func replace(_ number: Int, _ server: ShopServer) {
    servers.withLock { $0[number] = server }
  }

  func stop() async {
    let servers = all
    await servers[1].end()
    await servers[0].stop()
  }
}
