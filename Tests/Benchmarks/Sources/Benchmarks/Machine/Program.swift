import Foundation

/// Runs another program to its end.
enum Program {
  /// Why a program's output is not to be had.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a program and gives back what it wrote.
  ///
  /// - Parameters:
  ///   - path: The program.
  ///   - arguments: What it is told.
  ///   - environment: What it finds in its environment besides ours.
  ///   - seconds: After how long it is ended; five minutes are enough for most.
  ///   - statuses: With which of its statuses it ends well.
  /// - Returns: What it wrote, errors included.
  /// - Throws: ``Failure`` with the end of its output when it does not end well.
  static func output(
    _ path: String,
    _ arguments: [String],
    environment: [String: String] = [:],
    within seconds: Double = 300,
    ending statuses: Set<Int32> = [0]
  ) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      // Reading and waiting block, which must not hold a thread of Swift's own.
      DispatchQueue.global().async {
        continuation.resume(
          with: Result { try run(path, arguments, environment, seconds, statuses) }
        )
      }
    }
  }

  /// A process that can be signalled, which one that Foundation starts otherwise cannot.
  ///
  /// It would inherit that nearly all signals are blocked, and pgbench ends its time by one.
  static func unstarted(
    _ path: String,
    _ arguments: [String],
    _ environment: [String: String]
  ) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal", path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  private static func run(
    _ path: String,
    _ arguments: [String],
    _ environment: [String: String],
    _ limit: Double,
    _ statuses: Set<Int32>
  ) throws -> String {
    let process = unstarted(path, arguments, environment)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let overdue = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: overdue)
    defer { overdue.cancel() }
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard statuses.contains(process.terminationStatus) else {
      throw Failure(description: "\(path) failed: \(text.suffix(600))")
    }
    return text
  }

  /// A program of ours, which was built with this command.
  static func beside(_ name: String) throws -> String {
    let folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let path = folder?.appending(path: name).path() ?? name
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(description: "\(path) is not built; build without --product")
    }
    return path
  }

  /// A program of the newest PostgreSQL of this machine, or of `CRADLE_POSTGRES_BIN`.
  static func postgres(_ name: String) throws -> String {
    var folders: [String] = []
    if let given = ProcessInfo.processInfo.environment["CRADLE_POSTGRES_BIN"] {
      folders.append(given)
    }
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    folders += versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
    folders.append("/usr/bin")
    let paths = folders.map { "\($0)/\(name)" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
      throw Failure(description: "\(name) of PostgreSQL is not on this machine")
    }
    return path
  }
}
