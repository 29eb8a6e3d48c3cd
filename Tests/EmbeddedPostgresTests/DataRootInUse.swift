internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Logging
internal import Testing

/// A data root of its own for one test, gone with its server when the test ends.
struct ScratchRoot {
  let url: URL
  var path: String { url.path }
  var data: String { path + "/data" }

  init() {
    let name = "cradle-test-" + UUID().uuidString.prefix(8).lowercased()
    url = FileManager.default.temporaryDirectory.appending(path: name)
  }

  var configuration: EmbeddedPostgresConfiguration {
    var configuration = EmbeddedPostgresConfiguration(dataRoot: url)
    configuration.isDurable = false
    return configuration
  }

  /// The server that the cluster names, whether or not it answers.
  var processID: pid_t? {
    let file = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
    return file.flatMap { $0.split(separator: "\n").first }.flatMap { pid_t($0) }
  }

  func makeFolder(_ name: String = "") throws {
    let folder = url.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appending(path: name).path)
  }

  fileprivate func remove() async throws {
    if let pid = processID, isPostgres(pid) {
      kill(pid, SIGQUIT)
      _ = await eventually { !isPostgres(pid) }
    }
    if exists("") { try FileManager.default.removeItem(at: url) }
  }
}

/// Lends a data root to a test, and cleans up whatever it did.
func withScratchRoot(_ body: (ScratchRoot) async throws -> Void) async throws {
  try await inTurn {
    let root = ScratchRoot()
    do {
      try await body(root)
    } catch {
      try? await root.remove()
      throw error
    }
    try await root.remove()
  }
}

/// Runs a test that starts servers when few others do, so that none waits for the machine.
func inTurn(_ body: () async throws -> Void) async throws {
  await Turns.shared.take()
  do {
    try await body()
  } catch {
    await Turns.shared.giveBack()
    throw error
  }
  await Turns.shared.giveBack()
}

private actor Turns {
  static let shared = Turns()

  private var free = 3
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func giveBack() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}

let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }

/// Starts the server of a data root in this process, and gives it up at the end.
func withServer(
  _ configuration: EmbeddedPostgresConfiguration,
  _ body: (EmbeddedPostgres) async throws -> Void
) async throws {
  let server = try await EmbeddedPostgres.start(configuration, logger: silent)
  do {
    try await body(server)
  } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

/// Whether another process reaches the point in question within a generous time.
func eventually(_ condition: () async -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(120)
  while ContinuousClock.now < deadline {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return await condition()
}

/// Whether a process lives, and is a PostgreSQL server.
func isPostgres(_ pid: pid_t) -> Bool {
  let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
  return status.contains("(postgres)") && !status.contains("(postgres) Z")
}
