package import Foundation
internal import Glibc

/// A program of this machine that works on what strangers sent, in a process of its own.
///
/// It has limits of memory and time, and none of the server's variables and files, and it works where
/// nobody waits for a page.
package struct LimitedProgram: Sendable {
  /// What one run may use.
  package struct Limits: Sendable {
    /// Addressed memory, in KiB.
    let memory: Int
    /// Seconds of a processor.
    let seconds: Int
    /// How long anybody waits for it.
    let patience: Duration
    /// The largest file that it may write, in KiB.
    let file: Int

    /// Names the limits.
    package init(memory: Int, seconds: Int, patience: Duration, file: Int) {
      self.memory = memory
      self.seconds = seconds
      self.patience = patience
      self.file = file
    }
  }

  /// Where it is.
  package let url: URL
  private let limits: Limits
  private let variables: [String: String]

  /// Finds a program on this machine; nothing where it is not installed.
  ///
  /// - Parameters:
  ///   - name: What it is called in one of the folders of `PATH`.
  ///   - environment: The process's environment.
  ///   - limits: What a run may use.
  ///   - variables: The environment of a run.
  package init?(
    _ name: String,
    in environment: [String: String],
    limits: Limits,
    variables: [String: String]
  ) {
    let paths = (environment["PATH"] ?? "").split(separator: ":").map {
      URL(filePath: "\($0)/\(name)")
    }
    guard
      let found = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0.path()) })
    else { return nil }
    url = found
    self.limits = limits
    self.variables = variables.merging(["LC_ALL": "C.UTF-8"]) { given, _ in given }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows its name.
  ///   - folder: Where it works.
  ///   - input: What it reads; nothing to read without it.
  ///   - output: Where its words go; nowhere without it.
  /// - Returns: What it ended with, 0 when all went well; nothing when it was ended because it took too
  ///   long or because whoever waited has gone.
  /// - Throws: What kept it from starting.
  package func run(
    _ arguments: [String],
    in folder: URL,
    input: FileHandle? = nil,
    output: FileHandle? = nil
  ) async throws -> Int32? {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    // A shell counts files in blocks of 512 bytes.
    let limit =
      "ulimit -v \(limits.memory); ulimit -t \(limits.seconds); ulimit -f \(limits.file * 2)"
    process.arguments = ["-c", "\(limit); exec nice \"$@\"", "sh", url.path()] + arguments
    process.environment = variables
    process.currentDirectoryURL = folder
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, continuation) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = { ended in
      continuation.yield(ended.terminationStatus)
      continuation.finish()
    }
    try process.run()
    let pid = process.processIdentifier
    let watch = Task {
      try await Task.sleep(for: limits.patience)
      kill(pid, SIGKILL)
    }
    for await status in ends {
      watch.cancel()
      let isLate = (try? await watch.value) != nil
      return isLate ? nil : status
    }
    watch.cancel()
    // Whoever waited has gone.
    kill(pid, SIGKILL)
    return nil
  }

  /// Lends a folder that nobody else reads, and deletes it afterwards.
  package static func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cradle-program-\(UUID().uuidString)",
      directoryHint: .isDirectory
    )
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    return try await body(folder)
  }
}
