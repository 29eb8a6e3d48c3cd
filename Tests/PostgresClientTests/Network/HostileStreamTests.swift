import Foundation
import PostgresClient
import Synchronization
import Testing

/// What takes its time, and so meets a fault while it is under way.
@Suite("Streams on a hostile network", .enabled(if: TestServer.shared.socketPath != nil))
struct HostileStreamTests {
  private static let seeds = UInt64(1)...10

  enum Work: CaseIterable {
    case stream, cursor, copyOut, copyIn

    /// The numbers that arrived, or that were sent.
    func run(
      on connection: ExclusiveConnection,
      _ pass: Int,
      _ count: Int,
      into table: String
    ) async throws
      -> [Int]
    {
      let query: Statement = "SELECT n::int8 FROM generate_series(1, \(Int64(count))) n"
      let patience = Duration.milliseconds(400)
      var numbers: [Int] = []
      switch self {
      case .stream:
        for try await rows in connection.stream(query, rowsPerChunk: 100, patience: patience) {
          numbers += try rows.scalars(Int.self)
        }
      case .cursor:
        _ = try await connection.run(["BEGIN"], deadline: patience)
        for try await rows in connection.cursor(query, rowsPerFetch: 300, deadline: patience) {
          numbers += try rows.scalars(Int.self)
        }
        _ = try await connection.run(["COMMIT"], deadline: patience)
      case .copyOut:
        let text = Statement(
          unsafeText: "SELECT n FROM generate_series(1, \(count)) n",
          values: []
        )
        var bytes: [UInt8] = []
        for try await chunk in connection.copyOut(text, format: .text, patience: patience) {
          bytes += chunk
        }
        numbers = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
          .compactMap { Int($0) }
      case .copyIn:
        let target = CopyTarget(table, columns: ["pass", "number"])
        try await connection.copyIn(target, patience: patience) { writer in
          for number in 1...count { try await writer.row(pass, number) }
        }
        numbers = Array(1...count)
      }
      return numbers
    }
  }

  /// How works ended.
  private struct Endings {
    var whole = 0
    var honest = 0
  }

  @Test(.timeLimit(.minutes(10)), arguments: Work.allCases)
  func `each ends once, whole or with an honest error, and a copy is all or nothing`(_ work: Work)
    async throws
  {
    let path = try #require(TestServer.shared.socketPath)
    let table = "hostile_" + UUID().uuidString.prefix(8).lowercased()
    try await withPool { observer in
      _ = try await observer.run("CREATE TABLE \(unsafe: table) (pass int8, number int8)")
      var endings = Endings()
      for seed in Self.seeds {
        let proxy = try NetworkProxy(to: path) { .random(of: $0, seed: seed) }
        try await withPool(.hostile(proxy.port)) { pool in
          for round in 0..<4 {
            let number = Int(seed) * 4 + round
            let count = [1, 200, 1_000, 4_000][(round + Int(seed)) % 4]
            let fault = try await pass(work, number, count, table, pool, &endings)
            let stored = try await observer.run(
              "SELECT count(*) FROM \(unsafe: table) WHERE pass = \(number)"
            ).scalar(Int.self)
            let comment: Comment = "seed \(seed), \(String(describing: fault))"
            switch (work, fault) {
            case (.copyIn, nil): #expect(stored == count, comment)
            case (.copyIn, .outcomeUnknown): #expect(stored == 0 || stored == count, comment)
            default: #expect(stored == 0, comment)
            }
          }
        }
        proxy.stop()
      }
      _ = try await observer.run("DROP TABLE \(unsafe: table)")
      // A network that harms nobody, or everybody, would prove little.
      #expect(endings.whole > 5 && endings.honest > 2, "\(endings)")
    }
  }

  private func pass(
    _ work: Work,
    _ number: Int,
    _ count: Int,
    _ table: String,
    _ pool: PostgresPool,
    _ endings: inout Endings
  ) async throws -> PostgresError? {
    do {
      let numbers = try await pool.withConnection(deadline: .seconds(5)) { connection in
        try await work.run(on: connection, number, count, into: table)
      }
      #expect(numbers == Array(1...count))
      endings.whole += 1
      return nil
    } catch let error as PostgresError {
      if case .server(let refusal) = error { Issue.record("\(work): \(refusal)") }
      endings.honest += 1
      return error
    }
  }

  /// What a listener is told of.
  private final class State: Sendable {
    let number = Atomic(0)
  }

  @Test(.timeLimit(.minutes(10)), arguments: seeds)
  func `a listener that loses its connections knows the last state in the end`(_ seed: UInt64)
    async throws
  {
    let path = try #require(TestServer.shared.socketPath)
    let proxy = try NetworkProxy(to: path) { .random(of: $0, seed: seed) }
    defer { proxy.stop() }
    let channel: PostgresChannel = "hostile_state"
    let mark = UUID().uuidString
    let listener = PostgresListener(
      .hostile(proxy.port),
      keepAlive: .milliseconds(100),
      logger: .quiet
    )
    defer { listener.close() }
    let subscription = listener.subscribe(to: [channel])
    let state = State()
    let last = 40
    try await withPool { observer in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for number in 1...last {
            state.number.store(number, ordering: .sequentiallyConsistent)
            _ = try await observer.run(.notify(channel, "\(mark) \(number)"))
            try await Task.sleep(for: .milliseconds(10))
          }
        }
        group.addTask {
          var known = 0
          for await event in subscription {
            switch event {
            case .resync: known = state.number.load(ordering: .sequentiallyConsistent)
            case .notification(let heard):
              let words = heard.payload.split(separator: " ")
              // Other seeds speak on the same channel; what was heard late is no step back.
              if words[0] == mark { known = max(known, try #require(Int(words[1]))) }
            }
            if known == last { break }
          }
          #expect(known == last)
        }
        try await group.waitForAll()
      }
    }
  }
}
