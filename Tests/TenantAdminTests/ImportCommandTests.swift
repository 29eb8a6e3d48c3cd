import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Files at the command line", .tenantDatabase([StorefrontModule.module]))
struct ImportCommandTests {
  @Test(arguments: ["bundaceria", "nuanya"])
  func `products and stock of a sample shop go out and in without a change`(_ sample: String)
    async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder(of: sample)
    _ = await tool.run("apply", folder.path)
    let tenant = "--tenant=\(folder.slug)"
    for kind in ["products", "stock"] {
      let file = folder.path + "/\(kind)-out.csv"

      let out = await tool.run(kind, "export", file, tenant, "--bom", "--delimiter", "semicolon")
      let again = await tool.run(kind, "export", file, tenant)
      let back = await tool.run(kind, "import", file, tenant, "--json")
      let json = try JSONValue(json: back.screen.result)

      #expect(out.status == .success, "\(out.screen.messages)")
      #expect(again.status == .cannotWrite)
      #expect(back.status == .success, "\(back.screen.messages)")
      #expect(json["created"] == 0)
      #expect(json["updated"] == 0)
      #expect(json["unchanged"] == json["rows"])
    }
    let plan = await tool.run("plan", folder.path)
    #expect(plan.screen.result == "\(folder.slug): no changes")
  }

  @Test func `mistakes are exit code 65, on the screen and all of them in a file`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    try folder.edit("catalogue.csv") { $0.replacing("published", with: "publisht") }
    let list = folder.path + "/problems.csv"
    let file = folder.path + "/catalogue.csv"

    let run = await tool.run(
      "products",
      "import",
      file,
      "--tenant=\(folder.slug)",
      "--problems",
      list
    )
    let rows = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")

    #expect(run.status == .badData)
    #expect(run.screen.result.hasPrefix("nothing written: "))
    #expect(run.screen.messages.contains("\(file):2:6: status: must be one of"))
    #expect(rows.first == "row,line,column,field,problem")
    #expect(rows.dropFirst().first?.hasPrefix("2,2,6,status,") == true)
  }

  @Test func `a file that is not there is exit code 66`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let run = await tool.run("stock", "import", "/nowhere.csv", "--tenant=x")
    #expect(run.status == .notFound)
  }

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

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell learns to complete commands`(_ shell: String) async throws {
    let script = await Tool(environment: [:]).run("--generate-completion-script", shell)

    #expect(script.status == .success)
    #expect(script.screen.result.contains("tenant-admin"))
  }

  @Test func `the version is told`() async {
    let run = await Tool(environment: [:]).run("--version")

    #expect(run.status == .success)
    #expect(run.screen.result == Release.version)
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
