import Foundation
import PostgresClient
import Testing

/// Random faults of the network against random batches; `CRADLE_FUZZ_SEEDS=5000` runs more of them.
@Suite("A hostile network", .enabled(if: TestServer.shared.socketPath != nil))
struct HostileNetworkTests {
  private static let seeds =
    ProcessInfo.processInfo.environment["CRADLE_FUZZ_SEEDS"].flatMap { UInt64($0) } ?? 60

  @Test func `every batch ends once, with its own rows or an honest error, and the pool recovers`()
    async throws
  {
    try await withPool { observer in
      let table = "hostile_" + UUID().uuidString.prefix(8).lowercased()
      _ = try await observer.run(
        "CREATE TABLE \(unsafe: table) (seed int8, number int8, again bool)"
      )
      let next = SeedSource(count: Self.seeds)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask {
            while let seed = await next.take() {
              let watchdog = Task {
                try await Task.sleep(for: .seconds(120))
                fatalError("seed \(seed) hangs")
              }
              await next.note(try await Storm(seed: seed, table: table).pass(observer))
              watchdog.cancel()
            }
          }
        }
        try await group.waitForAll()
      }
      _ = try await observer.run("DROP TABLE \(unsafe: table)")
      // Faults that harm nobody, or everybody, would prove little.
      let seen = await next.seen
      let works = Storm.works * Int(Self.seeds)
      #expect(seen.own > works / 5 && seen.refused > works / 50 && seen.unknown > works / 50)
      #expect(seen.nothing > 0)
    }
  }
}

/// One seed: the network's faults, and the batches that meet them.
private struct Storm {
  let seed: UInt64
  let table: String

  private var comment: Comment { "seed \(seed)" }

  /// Lets the batches meet the faults, and counts how they ended.
  func pass(_ observer: PostgresPool) async throws -> Endings {
    let path = try #require(TestServer.shared.socketPath)
    let seed = seed
    let proxy = try NetworkProxy(to: path) { .random(of: $0, seed: seed) }
    defer { proxy.stop() }
    return try await withPool(.hostile(proxy.port)) { pool in
      let works = works
      let outcomes = await collect(works.count) { try await works[$0].run(on: pool) }
      #expect(outcomes.count == works.count, comment)
      // Connections with a high number suffer nothing.
      #expect(await eventually { await isWell(pool) }, comment)
      return try await compare(outcomes, works, observer)
    }
  }

  private func isWell(_ pool: PostgresPool) async -> Bool {
    let shared = try? await pool.run("SELECT 1").count
    let exclusive = try? await pool.withConnection {
      try await $0.run(["SELECT 1"], deadline: .milliseconds(400)).count
    }
    return shared == 1 && exclusive == 1
  }

  /// What an outcome says must be what the table holds.
  private func compare(
    _ outcomes: [Int: Result<Work.Answer, any Error>],
    _ works: [Work],
    _ observer: PostgresPool
  ) async throws -> Endings {
    var endings = Endings()
    let numbers = try await observer.run(
      "SELECT number FROM \(unsafe: table) WHERE seed = \(Int64(seed))"
    ).scalars(Int.self)
    let written = numbers.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    for (index, outcome) in outcomes {
      let (work, count) = (works[index], written[index] ?? 0)
      if !work.isRepeatable { #expect(count <= 1, comment) }
      switch outcome {
      case .success(let answer):
        #expect(!work.fails && answer == work.expected, comment)
        #expect(count >= 1, comment)
        endings.own += 1
      case .failure(PostgresError.server(let error)):
        #expect(work.fails && error.sqlState == .divisionByZero, "\(comment) \(error)")
        #expect(count == 0, comment)
        endings.refused += 1
      case .failure(PostgresError.outcomeUnknown):
        #expect(!work.fails || count == 0, comment)
        endings.unknown += 1
      case .failure(let error as PostgresError):
        // Busy, unavailable, closed or too late: nothing was done.
        #expect(count == 0, "\(comment) \(error)")
        endings.nothing += 1
      case .failure(let error): Issue.record("seed \(seed): \(error)")
      }
    }
    return endings
  }

  static let works = 24

  private var works: [Work] {
    var random = SeededRandom(seed: seed &* 7_919)
    return (0..<Self.works).map { number in
      Work(
        number: number,
        seed: Int64(seed),
        table: table,
        size: [0, 10, 3_000, 40_000].randomElement(using: &random) ?? 0,
        fails: Int.random(in: 0..<6, using: &random) == 0,
        isRepeatable: Bool.random(using: &random),
        isExplicit: Int.random(in: 0..<4, using: &random) == 0,
        isAlone: Int.random(in: 0..<5, using: &random) == 0
      )
    }
  }

}

extension NetworkProxy.Faults {
  /// What a connection suffers by a seed; from the ninth on nothing.
  static func random(of connection: Int, seed: UInt64) -> Self {
    var faults = Self()
    guard connection < 8 else { return faults }
    var random = SeededRandom(seed: seed &* 104_729 &+ UInt64(connection))
    faults.piece = [1, 3, 20, 500, 8_192, 65_536].randomElement(using: &random) ?? 1
    // A byte at a time carries little in a second.
    if faults.piece < 100 { faults.piece = connection < 2 ? faults.piece * 30 : 65_536 }
    faults.pause = [0, 0, 1, 4].randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<4, using: &random) {
    case 0: faults.cutAfter = Int.random(in: 1..<200_000, using: &random)
    case 1: faults.cutAfter = Int.random(in: 1..<2_000, using: &random)
    case 2:
      faults.stallAfter = Int.random(in: 1..<50_000, using: &random)
      faults.stallsAnswers = Bool.random(using: &random)
    default: break
    }
    return faults
  }
}

extension PostgresConfiguration {
  /// Few connections and little patience, behind a proxy.
  static func hostile(_ port: UInt16) -> Self {
    var configuration = Self(
      connectionString: "host=127.0.0.1 port=\(port) user=cradle dbname=postgres sslmode=disable"
    )
    configuration.sharedConnections = 2
    configuration.sharedDepth = 8
    configuration.exclusiveConnections = 1
    configuration.defaultDeadline = .milliseconds(400)
    configuration.connectTimeout = .milliseconds(300)
    configuration.unresponsiveGrace = .milliseconds(100)
    configuration.statementCacheSize = 3
    return configuration
  }
}

/// One batch: notes its number, and asks for its number and a text of its size back.
private struct Work: Sendable {
  struct Answer: PostgresRow, Equatable {
    var number: Int
    var text: String

    init(number: Int, text: String) {
      (self.number, self.text) = (number, text)
    }

    init(row: inout Row) throws(PostgresDecodingError) {
      number = try row.next()
      text = try row.next()
    }
  }

  let number: Int
  let seed: Int64
  let table: String
  let size: Int
  let fails: Bool
  let isRepeatable: Bool
  let isExplicit: Bool
  /// Whether it takes a connection of its own.
  let isAlone: Bool

  var expected: Answer {
    Answer(number: number, text: String(repeating: "\(number % 10)", count: size))
  }

  func run(on pool: PostgresPool) async throws -> Answer {
    let rows: [Rows]
    if isAlone {
      rows = try await pool.withConnection(deadline: .seconds(2)) { connection in
        try await connection.run(statements, deadline: .milliseconds(400))
      }
    } else {
      let options = BatchOptions(
        deadline: .milliseconds(400),
        isRepeatable: isRepeatable,
        boundary: isExplicit ? .explicit(.readCommitted) : .implicit
      )
      rows = try await pool.batch(statements, options)
    }
    return try rows[1].decode(Answer.self)[0]
  }

  private var statements: [Statement] {
    [
      """
      INSERT INTO \(unsafe: table) (seed, number, again)
      VALUES (\(seed), \(number), \(isRepeatable)) -- \(unsafe: "\(number % 5)")
      """,
      "SELECT \(number), repeat(\("\(number % 10)"), \(Int32(size)))",
      fails ? "SELECT 1 / (\(number) - \(number))" : "SELECT 1",
    ]
  }
}

/// How batches ended: with their rows, the server's refusal, unknown to us, or not at all.
private struct Endings: Sendable {
  var own = 0
  var refused = 0
  var unknown = 0
  var nothing = 0
}

/// Hands out seeds, each once, and adds up what they brought.
private actor SeedSource {
  private var left: Range<UInt64>
  private(set) var seen = Endings()

  init(count: UInt64) {
    left = 1..<(count + 1)
  }

  func take() -> UInt64? { left.popFirst() }

  func note(_ endings: Endings) {
    seen.own += endings.own
    seen.refused += endings.refused
    seen.unknown += endings.unknown
    seen.nothing += endings.nothing
  }
}
