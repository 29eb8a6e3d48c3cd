import Logging
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Starting a server", .tenantDatabase())
struct SetupTests {
  @Test func `modules that do not fit together are named before the first request`() throws {
    let database = try #require(TestDatabase.current).database
    let logger = Logger(label: "setup") { _ in SwiftLogNoOpLogHandler() }
    func responder(_ modules: [WebModule]) throws {
      _ = try TenantWebResponder(
        modules: modules,
        directory: TenantDirectory(database: database, modules: [], logger: logger),
        database: database,
        logger: logger
      )
    }
    let first = Route.read("/a/{x}", operation: "one") { _ in .nothing }
    let second = Route.read("/a/{y}", operation: "one") { _ in .nothing }
    #expect {
      try responder([WebModule(name: "a", routes: [first]), WebModule(name: "b", routes: [second])])
    } throws: { error in
      (error as? WebSetupError)?.problems == [
        "route one: {x} is not both in the path and among the parameters",
        "route one: {y} is not both in the path and among the parameters",
        "two routes answer GET /a/{}", "two routes are named one",
      ]
    }
    let broken = WebModule(
      name: "a",
      routes: [],
      templates: ["a/x": "{{#open}}"],
      texts: Texts(files: ["zh.txt": "a = 甲", "en.txt": ""])
    )
    #expect {
      try responder([broken, WebModule(name: "b", routes: [], templates: ["a/x": ""])])
    } throws: { error in
      let problems = (error as? WebSetupError)?.problems ?? []
      return problems.count == 3 && problems.contains("two templates are named a/x")
        && problems.contains("texts of a: en: a is missing")
    }
  }
}
