import Foundation
import Gateway
import Testing

/// The built command as a process of its own.
final class GatewayChild: Sendable {
  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  static var program: URL {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "gateway")
  }

  init(_ arguments: String...) throws {
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  /// Waits for the line that says that it serves, and gives all up to it.
  func ready() async throws -> String {
    await Task.detached { [output] in
      var text = ""
      while !text.contains("Ready") {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { return text }
        text += String(decoding: data, as: UTF8.self)
      }
      return text
    }.value
  }

  /// Sends a signal and waits for the end.
  func end(_ signal: Int32) async -> Int32 {
    kill(process.processIdentifier, signal)
    return await ended()
  }

  func ended() async -> Int32 {
    await Task.detached { [process] in
      process.waitUntilExit()
      return process.terminationStatus
    }.value
  }

  /// What it wrote to the standard error, after its end.
  func complaint() -> String {
    String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}

@Suite("The gateway's process", .serialized)
struct GatewayProcessTests {
  @Test(.timeLimit(.minutes(10)))
  func `one that was killed leaves a server that the next one adopts, and the last stops it`()
    async throws
  {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "cradle-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: root) }
    let pidFile = root.appending(path: "data/postmaster.pid")
    func postmaster() throws -> String? {
      try String(contentsOf: pidFile, encoding: .utf8).split(separator: "\n").first.map(String.init)
    }
    let arguments = ["--port", "0", "--data", root.path]

    let first = try GatewayChild(arguments[0], arguments[1], arguments[2], arguments[3])
    let said = try await first.ready()
    let server = try postmaster()
    _ = await first.end(SIGKILL)
    let second = try GatewayChild(arguments[0], arguments[1], arguments[2], arguments[3])
    _ = try await second.ready()
    let adopted = try postmaster()
    let status = await second.end(SIGTERM)

    #expect(said.contains("no tenants yet"))
    #expect(server != nil && adopted == server)
    #expect(status == 0, "\(second.complaint())")
    #expect(!FileManager.default.fileExists(atPath: pidFile.path))
  }

  @Test func `a wrong option ends it with the usage`() async throws {
    let child = try GatewayChild("--prot", "1")

    #expect(await child.ended() == 64)
    #expect(child.complaint().contains("--port"))
  }
}
