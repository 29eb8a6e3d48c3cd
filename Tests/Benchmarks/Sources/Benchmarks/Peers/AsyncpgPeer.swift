import Foundation
import TenantStore

/// The fastest client of Python, in an environment of its own.
struct AsyncpgPeer: Sendable {
  private struct Answer: Decodable {
    let count: Int
    let seconds: Double
  }

  private let python: String
  private let script: String

  /// Finds the client, and installs it at the first time.
  ///
  /// - Throws: Why it is not to be had, as without a network.
  init(cache: URL) async throws {
    guard
      let script = Bundle.module.path(
        forResource: "asyncpg_peer",
        ofType: "py",
        inDirectory: "PeerScripts"
      )
    else { throw Program.Failure(description: "asyncpg_peer.py is not beside the command") }
    self.script = script
    let folder = cache.appending(path: "python")
    python = folder.appending(path: "bin/python").path()
    let hasClient = try? await Program.output(python, ["-c", "import asyncpg, uvloop"])
    guard hasClient == nil else { return }
    _ = try await Program.output("/usr/bin/env", ["python3", "-m", "venv", folder.path()])
    _ = try await Program.output(python, ["-m", "pip", "install", "--quiet", "asyncpg", "uvloop"])
  }

  /// Tenant transactions a second, each of four round trips, on as many connections.
  func tenantSelect(_ items: ItemDatabase, connections: Int, seconds: Int) async throws -> Double {
    try await perSecond([
      "select", items.address.url(role: "app_user"), "\(seconds)", "\(connections)",
      ItemDatabase.idPrefix, "\(ItemDatabase.firstNumber)", "\(items.tenantCount)",
      "\(items.rowsPerTenant)",
    ])
  }

  /// Rows a second of one query that reads all rows of the large tenant.
  func fetch(_ items: ItemDatabase) async throws -> Double {
    try await perSecond([
      "fetch", items.address.url(role: "app_user"), items.bulkTenant.uuid.uuidString,
    ])
  }

  /// Rows a second of a COPY into an empty table, with rows that are in memory already.
  func copy(_ items: ItemDatabase, rows: Int) async throws -> Double {
    try await perSecond([
      "copy", items.address.url(role: "app_admin"), items.bulkTenant.uuid.uuidString, "\(rows)",
    ])
  }

  private func perSecond(_ arguments: [String]) async throws -> Double {
    let output = try await Program.output(python, [script] + arguments)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    return Double(answer.count) / answer.seconds
  }
}
