internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Testing

@Suite("Crash of a private server", .timeLimit(.minutes(10)))
struct CrashTests {
  @Test func `a killed server comes back while it is in use`() async throws {
    try await withScratchRoot { root in
      let (steps, continuation) = AsyncStream.makeStream(of: EmbeddedPostgres.Progress.self)
      var configuration = root.configuration
      configuration.isDurable = true
      let server = try await EmbeddedPostgres.start(configuration, logger: silent) { step in
        continuation.yield(step)
      }
      var iterator = steps.makeAsyncIterator()
      while let step = await iterator.next(), step != .ready {}
      let connection = server.connectionString(role: "app_admin", database: "postgres")
      _ = try await ask(connection, "CREATE TABLE shelf AS SELECT 7 AS place")

      let pid = try #require(server.processID)
      kill(pid, SIGKILL)
      while let step = await iterator.next(), step != .ready {}
      #expect(server.processID != pid)
      try await expect(["7"], from: connection, "SELECT place FROM shelf")
      await server.stop()
      #expect(root.processID == nil)
    }
  }

  @Test func `two users bring a killed server back once`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { server in
        let other = try OtherProcess.user(of: root)
        try await other.line(startingWith: "using")
        let pid = try #require(server.processID)
        kill(pid, SIGKILL)
        let isBack = await eventually {
          guard let now = server.processID, now != pid else { return false }
          return true
        }
        #expect(isBack)
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        try await expect(["1"], from: connection, "SELECT 1")
        try await other.leave()
        try await expect(["2"], from: connection, "SELECT 2")
      }
    }
  }

  @Test func `what an interrupted initialisation left is no cluster`() async throws {
    try await withScratchRoot { root in
      try root.makeFolder("data.tmp-dead/base")
      try root.write("15\n", to: "data.tmp-dead/PG_VERSION")
      try await withServer(root.configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        try await expect(["1"], from: connection, "SELECT 1")
        #expect(!root.exists("data.tmp-dead"))
      }
    }
  }

  @Test func `an initialisation whose initdb is killed is refused and then repeated`() async throws
  {
    try await withScratchRoot { root in
      let other = try OtherProcess.user(of: root)
      let initdb = try await initdbProcess(of: root)
      kill(initdb, SIGKILL)
      let refusal = try await other.line(startingWith: "refused")
      #expect(refusal.contains("could not be made"))
      #expect(await other.end() == 1)
      #expect(!root.exists("data"))
      try await withServer(root.configuration) { #expect($0.processID != nil) }
    }
  }

  @Test func `an initialisation whose starter is killed does not spoil the next`() async throws {
    try await withScratchRoot { root in
      let other = try OtherProcess.user(of: root)
      _ = try await initdbProcess(of: root)
      await other.killAtOnce()
      try await withServer(root.configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        try await expect(["t"], from: connection, "SELECT count(*) > 0 FROM pg_class")
      }
    }
  }

  /// Waits until the cluster of a data root is being made.
  ///
  /// On a thread of its own: that takes a second or two, and tasks may wait longer for their turn.
  private func initdbProcess(of root: ScratchRoot) async throws -> pid_t {
    let folder = root.path + "/data.tmp"
    let found: pid_t? = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let end = ContinuousClock.now + .seconds(120)
        var found: pid_t?
        while found == nil, ContinuousClock.now < end {
          found = Self.initdbProcess(in: folder)
          Thread.sleep(forTimeInterval: 0.01)
        }
        continuation.resume(returning: found)
      }
    }
    return try #require(found)
  }

  private static func initdbProcess(in folder: String) -> pid_t? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.first { pid in
      let path = "/proc/\(pid)/cmdline"
      let command = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      return command.contains("initdb") && command.contains(folder)
    }
  }
}
