import Foundation
import PostgresClient
import Testing

/// Runs a body for each number at once, and gives each its outcome.
func collect<T: Sendable>(
  _ count: Int,
  _ body: @escaping @Sendable (Int) async throws -> T
) async -> [Int: Result<T, any Error>] {
  await withTaskGroup(of: (Int, Result<T, any Error>).self) { group in
    for number in 0..<count {
      group.addTask {
        do { return (number, .success(try await body(number))) } catch {
          return (number, .failure(error))
        }
      }
    }
    return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }
}

/// Makes a pool open every shared connection, so that no batch has to stand behind another.
func openAll(_ pool: PostgresPool) async throws {
  for (_, outcome) in await collect(8, { _ in try await pool.run("SELECT pg_sleep(0.01)") }) {
    _ = try outcome.get()
  }
  #expect(await eventually { pool.statistics.sharedConnections == 4 })
}

/// Lends a table with a key and a name to a test, and drops it after.
func withTable(
  _ pool: PostgresPool,
  _ body: (String) async throws -> Void
) async throws {
  let table = "shelf_" + UUID().uuidString.prefix(8).lowercased()
  _ = try await pool.run("CREATE TABLE \(unsafe: table) (id int8 PRIMARY KEY, name text)")
  let outcome: Result<Void, any Error>
  do { outcome = .success(try await body(table)) } catch { outcome = .failure(error) }
  _ = try await pool.run("DROP TABLE \(unsafe: table)")
  try outcome.get()
}

/// A lock that a test holds, so that a statement waits exactly until the test lets it go.
struct Gate {
  let key: Int
  fileprivate let holder: ExclusiveConnection

  /// Lets every waiting statement go on.
  func open() async throws {
    _ = try await holder.run(["SELECT pg_advisory_unlock(\(key))"])
  }
}

/// Lends a closed gate, and the statement that waits for it.
func withGate<T>(
  _ pool: PostgresPool,
  _ body: (Gate, Statement) async throws -> T
) async throws -> T {
  let key = Int.random(in: 1 ... .max)
  return try await withPool { keeper in
    try await keeper.withConnection { holder in
      _ = try await holder.run(["SELECT pg_advisory_lock(\(key))"])
      let gate = Gate(key: key, holder: holder)
      let wait: Statement = "SELECT pg_advisory_xact_lock_shared(\(key))"
      do {
        let value = try await body(gate, wait)
        return value
      } catch {
        try? await gate.open()
        throw error
      }
    }
  }
}
