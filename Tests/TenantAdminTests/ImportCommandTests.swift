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
