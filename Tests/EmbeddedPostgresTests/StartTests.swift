internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Synchronization
internal import Testing

@Suite("Start of a private server", .timeLimit(.minutes(10)))
struct StartTests {
  @Test func `the first start makes a cluster and a later one finds it again`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.isDurable = true
      let clock = ContinuousClock()
      let first = try await clock.measure {
        try await withServer(configuration) { server in
          let connection = server.connectionString(role: "app_admin", database: "postgres")
          try await expect([], from: connection, "CREATE TABLE shelf AS SELECT 7 AS place")
        }
      }
      let later = try await clock.measure {
        try await withServer(configuration) { server in
          let connection = server.connectionString(role: "app_admin", database: "postgres")
          try await expect(["7"], from: connection, "SELECT place FROM shelf")
        }
      }
      #expect(later < first)
    }
  }

  @Test func `the start tells how far it is`() async throws {
    try await withScratchRoot { root in
      let steps = Mutex<[EmbeddedPostgres.Progress]>([])
      for _ in 1...2 {
        let server = try await EmbeddedPostgres.start(root.configuration, logger: silent) { step in
          steps.withLock { $0.append(step) }
        }
        await server.stop()
      }
      #expect(steps.withLock { $0 } == [.initialising, .starting, .ready, .starting, .ready])
    }
  }

  @Test func `a durable server keeps every commit and listens on its socket only`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.isDurable = true
      configuration.settings["work_mem"] = "5MB"
      try await withServer(configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        let names = ["fsync", "listen_addresses", "max_connections", "shared_buffers", "work_mem"]
        for (name, value) in zip(names, ["on", "", "60", "128MB", "5MB"]) {
          try await expect([value], from: connection, "SHOW \(name)")
        }
        try await expect(["on"], from: connection, "SHOW data_checksums")
      }
    }
  }

  @Test func `a new cluster has run the bootstrap`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.roles = ["app_user"]
      configuration.bootstrap = [
        "CREATE ROLE app_user\n  LOGIN NOBYPASSRLS;", "CREATE DATABASE shop OWNER app_user",
      ]
      try await withServer(configuration) { server in
        let connection = server.connectionString(role: "app_user", database: "shop")
        let answer = try await ask(connection, "SELECT current_user, current_database()")
        #expect(answer == ["app_user|shop"])
        #expect(!root.exists("data/bootstrap.sql"))
      }
    }
  }

  @Test func `a bootstrap that fails leaves no cluster`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.bootstrap = ["CREATE ROLE app_user", "CREATE ROLE app_user", "SELECT 1"]
      let error = await #expect(throws: EmbeddedPostgresError.self) {
        _ = try await EmbeddedPostgres.start(configuration, logger: silent)
      }
      guard case .initialisationFailed(let log, let lastLines) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(log == root.path + "/log")
      #expect(lastLines.contains("already exists"))
      #expect(!root.exists("data"))
      try await withServer(root.configuration) { #expect($0.processID != nil) }
    }
  }

  @Test func `the server has a session of its own so that Ctrl-C does not reach it`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { server in
        let pid = try #require(server.processID)
        #expect(getsid(pid) == pid)
        #expect(getsid(pid) != getsid(0))
      }
    }
  }

  @Test func `a path with blanks and quotes is no obstacle`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      try root.makeFolder()
      chmod(root.path, 0o755)
      configuration.dataRoot = root.url.appending(path: "it's \"my\" root")
      try await withServer(configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        try await expect(["1"], from: connection, "SELECT 1")
      }
    }
  }

  @Test func `a cancelled start leaves no server`() async throws {
    try await withScratchRoot { root in
      let start = Task { try await EmbeddedPostgres.start(root.configuration, logger: silent) }
      start.cancel()
      await #expect(throws: EmbeddedPostgresError.cancelled) { _ = try await start.value }
      #expect(root.processID.map(isPostgres) != true)
    }
  }
}
