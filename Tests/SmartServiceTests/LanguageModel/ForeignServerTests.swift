import Foundation
import OutboundHTTPClient
import SmartService
import TenantStore
import Testing

/// A service that others wrote after OpenAI's API, in a Python process that ends with this one.
private final class ForeignServer: Sendable {
  let url: String
  // Only kept: the process lives until its standard input closes.
  private let input: FileHandle

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  /// The interpreter that has the package: `CRADLE_PYTHON`, or the one that CI makes.
  private static let python: String? = {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let given = ProcessInfo.processInfo.environment["CRADLE_PYTHON"]
    let path = given ?? root.appending(path: ".build/ci/python/bin/python").path()
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static let isThere: Bool = {
    guard let python else { return false }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", "import mockllm"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  init(saying text: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: Self.python ?? "python3")
    let script = Self.folder.appending(path: "Provider/model_service.py").path()
    process.arguments = ["-B", script, text]
    let (output, input) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), let first = byte.first,
      first != 10
    {
      line.append(byte)
    }
    guard case .string(let url)? = try JSONValue(json: String(decoding: line, as: UTF8.self))["url"]
    else { throw CocoaError(.fileReadUnknown) }
    self.url = url
    self.input = input.fileHandleForWriting
  }
}

@Suite(
  "A server of language models that others wrote",
  .enabled(if: ForeignServer.isThere, "There is no Python with mockllm at CRADLE_PYTHON.")
)
struct ForeignServerTests {
  @Test(arguments: [true, false])
  func `is spoken to as it wants, whole and in pieces`(_ streams: Bool) async throws {
    let passage = "满6个月开始添加辅食，母乳或配方奶继续喂。喘不上气或口唇发紫，立刻拨打120。"
    let server = try ForeignServer(saying: "喘不上气或口唇发紫，马上拨打120 [1]。")
    var settings = LanguageModelSettings(url: server.url, model: "gpt-4")
    settings.streams = streams
    settings.deadlineMilliseconds = 5_000
    settings.firstTokenMilliseconds = 5_000
    let key = Secret(Array("sk-test".utf8))
    var model = LanguageModel(http: .live)
    var outcome = await model.wording(of: passage, for: "辅食", by: settings, key: key)
    // What is judged is how they speak; a busy machine may be late for the longest deadline there is.
    for _ in 0..<20 where outcome == .failed {
      model = LanguageModel(http: .live)
      outcome = await model.wording(of: passage, for: "辅食", by: settings, key: key)
    }
    #expect(outcome == .reworded("喘不上气或口唇发紫，马上拨打120。"))

    settings.model = "nobody-has-this"
    _ = await model.wording(of: passage, for: "辅食", by: settings, key: key)
    settings.url = server.url + "/nothing"
    #expect(await model.wording(of: passage, for: "辅食", by: settings) == .failed)
  }
}
