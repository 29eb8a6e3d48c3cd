import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Dump and restore", .tenantDatabase([StorefrontModule.module]), .serialized)
struct DumpCommandTests {
  @Test func `a dump is restored into an empty database without a difference`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folders = [try SampleFolder(), try SampleFolder(of: "nuanya")]
    _ = await tool.run("apply", folders[0].path, folders[1].path)
    let name = "restored_" + UUID().uuidString.lowercased().replacing("-", with: "")
    let made = await tool.run("db", "psql", "--", "-qc", "CREATE DATABASE \(name)")
    try #require(made.status == .success, "\(made.screen.messages)")
    let other = try await Tool.onDatabase(name)
    let file = folders[0].path + "/all.dump"

    let dump = await tool.run("db", "dump", file)
    let twice = await tool.run("db", "dump", file)
    let full = await tool.run("db", "restore", file)
    let restore = await other.run("db", "restore", file)
    let status = await other.run("db", "status")
    let plans = await other.run("plan", folders[0].path, folders[1].path)
    let before = try await contents(tool, in: folders[0])
    let after = try await contents(other, in: folders[0])
    _ = await tool.run("db", "psql", "--", "-qc", "DROP DATABASE \(name) WITH (FORCE)")

    #expect(dump.status == .success, "\(dump.screen.messages)")
    #expect(twice.status == .cannotWrite)
    #expect(full.status == .cannotWrite)
    #expect(full.screen.messages.contains("not empty"))
    #expect(restore.status == .success, "\(restore.screen.messages)")
    #expect(status.screen.result.contains("Fit to be served."), "\(status.screen.result)")
    #expect(
      plans.screen.result == "\(folders[0].slug): no changes\n\(folders[1].slug): no changes"
    )
    #expect(before.contains("storefront.product "))
    #expect(before == after)
  }

  @Test func `an owner whom row-level security binds cannot dump a part for the whole`()
    async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let role = "bound_" + UUID().uuidString.lowercased().replacing("-", with: "")
    func change(_ sql: String) async throws {
      let run = await tool.run("db", "psql", "--", "-qc", sql)
      try #require(run.status == .success, "\(run.screen.messages)")
    }
    // As an external server's owner is: it may read every table, and policies bind it.
    try await change("CREATE ROLE \(role); GRANT app_admin TO \(role)")
    var bound = tool
    bound.environment["CRADLE_DATABASE"]? += " options='-c role=\(role)'"

    let hidden = await bound.run("db", "dump", folder.path + "/part.dump")
    try await change("ALTER ROLE \(role) BYPASSRLS")
    let seen = await bound.run("db", "dump", folder.path + "/all.dump")
    let whole = await tool.run("db", "dump", folder.path + "/whole.dump")
    try await change("DROP ROLE \(role)")

    #expect(hidden.status == .failure)
    #expect(hidden.screen.messages.contains("ALTER ROLE app_admin BYPASSRLS"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/part.dump"))
    #expect(seen.status == .success, "\(seen.screen.messages)")
    #expect(whole.status == .success)
    let sizes = try ["all", "whole"].map {
      try Data(contentsOf: URL(filePath: folder.path + "/\($0).dump")).count
    }
    #expect(sizes[0] == sizes[1])
  }

  /// Each table with the number of its rows and a digest of them.
  private func contents(_ tool: Tool, in folder: SampleFolder) async throws -> String {
    let file = folder.path + "/contents-\(UUID().uuidString)"
    let query = """
      SELECT format('SELECT %L, count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) \
      FROM %I.%I t', n.nspname || '.' || c.relname || ' ', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname IN ('storefront', 'tenancy') ORDER BY 1
      \\gexec

      """
    try query.write(toFile: file + ".sql", atomically: true, encoding: .utf8)
    let run = await tool.run("db", "psql", "--", "-XAtq", "-o", file, "-f", file + ".sql")
    try #require(run.status == .success)
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}

extension Tool {
  /// On a database of the test server.
  static func onDatabase(_ name: String) async throws -> Self {
    let server = TestServer.shared
    return Self(
      environment: [
        "CRADLE_DATABASE": try await server.connectionString(
          role: DatabaseRoles.admin,
          database: name
        ),
        "CRADLE_DATABASE_APP": try await server.connectionString(
          role: DatabaseRoles.application,
          database: name
        ),
        "CRADLE_DATABASE_SYSTEM": try await server.connectionString(
          role: DatabaseRoles.system,
          database: name
        ),
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      ]
    )
  }
}
