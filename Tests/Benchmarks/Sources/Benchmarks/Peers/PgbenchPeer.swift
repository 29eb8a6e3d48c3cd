import Foundation

/// The load generator of PostgreSQL itself, as near to the metal as a client gets.
struct PgbenchPeer: Sendable {
  /// A window of pgbench.
  struct Sample: Sendable {
    let perSecond: Double
    /// Microseconds of processor time for each transaction in pgbench itself.
    let clientMicroseconds: Double
  }

  let address: DatabaseAddress
  let clients: Int
  let script: String
  var role = "app_user"

  /// How the peer is named beside a figure.
  func name(_ what: String) -> String { "pgbench -M prepared -c \(clients), \(what)" }

  /// Runs the script over and over for a time.
  func run(seconds: Int) async throws -> Sample {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "bench-\(UUID().uuidString).sql")
    try script.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let before = ProcessorTime.endedChildren
    let output = try await Program.output(
      Program.postgres("pgbench"),
      [
        "-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-T", "\(seconds)",
        "-f", file.path(), address.url(role: role),
      ]
    )
    let used = ProcessorTime.endedChildren - before
    guard let rate = output.firstMatch(of: /tps = ([0-9.]+)/).flatMap({ Double($0.1) }),
      let count = output.firstMatch(of: /actually processed: ([0-9]+)/).flatMap({ Double($0.1) }),
      count > 0
    else { throw Program.Failure(description: "pgbench said: \(output.suffix(400))") }
    return Sample(perSecond: rate, clientMicroseconds: used / count * 1e6)
  }

  /// One tenant transaction in one round trip: the setting and one row by its key.
  static func tenantSelect(_ items: ItemDatabase, clients: Int) -> PgbenchPeer {
    let first = ItemDatabase.firstNumber
    return PgbenchPeer(
      address: items.address,
      clients: clients,
      script: """
        \\set tenant random(\(first), \(first + items.tenantCount - 1))
        \\set id random(1, \(items.rowsPerTenant))
        \\startpipeline
        SELECT set_config('app.tenant', '\(ItemDatabase.idPrefix)' || :tenant::text, true);
        SELECT id, name, price, created, body FROM bench.item WHERE id = :id;
        \\endpipeline
        """
    )
  }

  /// A row written in one durable transaction and deleted in another, the least a queue costs.
  ///
  /// A sample's rate counts such pairs.
  static func insertAndDelete(at address: DatabaseAddress, clients: Int) async throws -> PgbenchPeer
  {
    try await address.execute(
      """
      CREATE TABLE IF NOT EXISTS bench.pair (id bigint PRIMARY KEY, payload jsonb NOT NULL);
      TRUNCATE bench.pair;
      GRANT SELECT, INSERT, DELETE ON bench.pair TO app_user;
      """
    )
    return PgbenchPeer(
      address: address,
      clients: clients,
      script: """
        \\set id random(1, 1000000000000000)
        INSERT INTO bench.pair VALUES (:id, '{"order": "ord_0000000000"}');
        DELETE FROM bench.pair WHERE id = :id;
        """
    )
  }

  /// What a shop with one article costs at least: one row goes down by one while it can.
  static func decrementOfOneRow(at address: DatabaseAddress, clients: Int) async throws
    -> PgbenchPeer
  {
    try await address.execute(
      """
      CREATE SCHEMA IF NOT EXISTS bench;
      CREATE TABLE IF NOT EXISTS bench.hot (id integer PRIMARY KEY, available bigint NOT NULL);
      INSERT INTO bench.hot VALUES (1, 1000000000) ON CONFLICT DO NOTHING;
      GRANT USAGE ON SCHEMA bench TO app_user;
      GRANT SELECT, UPDATE ON bench.hot TO app_user;
      """
    )
    return PgbenchPeer(
      address: address,
      clients: clients,
      script: "UPDATE bench.hot SET available = available - 1 WHERE id = 1 AND available >= 1;\n"
    )
  }
}
