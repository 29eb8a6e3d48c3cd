import Foundation
import OutboundHTTPClient
import Storefront
import TenantStore
import Testing

/// A provider of payments that others wrote the protocol of, in a Python process on loopback.
///
/// It ends with this process, because it reads its standard input until that closes.
final class PythonService: Sendable {
  let said: JSONValue
  // Only kept: the process lives until its standard input closes.
  private let input: FileHandle

  var url: String { text("url") }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Providers")

  /// The interpreter that has the packages: `CRADLE_PYTHON`, or the one that CI makes.
  private static let python: String? = {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let given = ProcessInfo.processInfo.environment["CRADLE_PYTHON"]
    let path = given ?? root.appending(path: ".build/ci/python/bin/python").path()
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Whether the interpreter has a package.
  static func has(_ package: String) -> Bool {
    guard let python else { return false }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", "import \(package)"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  init(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: Self.python ?? "python3")
    process.arguments = ["-B", Self.folder.appending(path: script).path()]
    let (output, input) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = input
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 {
      guard !byte.isEmpty else { break }
      line.append(byte)
    }
    said = try JSONValue(json: String(decoding: line, as: UTF8.self))
    self.input = input.fileHandleForWriting
  }

  func text(_ key: String) -> String {
    if case .string(let text)? = said[key] { text } else { "" }
  }

  /// Tells the service how to behave, or asks what it has seen.
  @discardableResult
  func control(_ what: String, _ values: JSONValue = [:]) async throws -> JSONValue {
    let answer = try await OutboundHTTP.live.send(
      OutboundRequest(.post, url + "/_control/\(what)", body: values.canonicalBytes)
    )
    #expect(answer.status == 200)
    return try JSONValue(json: answer.text)
  }

  /// A message that the provider would send.
  func callback(_ number: String, _ more: [String: JSONValue] = [:]) async throws
    -> ProviderMessage
  {
    let values = more.merging(["number": .string(number)]) { first, _ in first }
    let made = try await control("callback", .object(values))
    guard case .object(let fields)? = made["headers"], case .string(let body)? = made["body"]
    else { throw TestingFault.noMessage }
    let headers = fields.compactMapValues { value in
      if case .string(let text) = value { text } else { nil }
    }
    return ProviderMessage(headers: headers, body: Array(body.utf8))
  }

  /// How often a path was asked.
  func calls(_ call: String) async throws -> Int {
    guard case .array(let calls)? = try await control("calls")["calls"] else { return 0 }
    return calls.filter { $0 == .string(call) }.count
  }

  enum TestingFault: Error { case noMessage }
}
