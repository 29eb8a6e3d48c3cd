internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Synchronization
internal import Testing

@Suite("Sharing of a private server", .timeLimit(.minutes(10)))
struct SharingTests {
  @Test func `the last of two processes stops the server`() async throws {
    try await withScratchRoot { root in
      let server = try await EmbeddedPostgres.start(root.configuration, logger: silent)
      let pid = try #require(server.processID)
      let other = try OtherProcess.user(of: root)
      try await other.line(startingWith: "using")
      #expect(other.said.contains("adopted"))

      await server.stop()
      #expect(isPostgres(pid))
      #expect(root.processID == pid)

      try await other.leave()
      #expect(!isPostgres(pid))
      #expect(!root.exists("data/postmaster.pid"))
    }
  }

  @Test func `two users in one process share the server too`() async throws {
    try await withScratchRoot { root in
      let first = try await EmbeddedPostgres.start(root.configuration, logger: silent)
      let second = try await EmbeddedPostgres.start(root.configuration, logger: silent)
      let pid = try #require(second.processID)
      #expect(first.processID == pid)
      await first.stop()
      await first.stop()
      #expect(isPostgres(pid))
      await second.stop()
      #expect(!isPostgres(pid))
    }
  }

  @Test func `a role of the second user is let in by the server that runs`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { server in
        let admin = server.connectionString(role: "app_admin", database: "postgres")
        _ = try await ask(admin, "CREATE ROLE app_late LOGIN")
        var configuration = root.configuration
        configuration.roles = ["app_late"]
        try await withServer(configuration) { second in
          let connection = second.connectionString(role: "app_late", database: "postgres")
          var answer: [String] = []
          let isIn = await eventually {
            answer = (try? await ask(connection, "SELECT current_user")) ?? []
            return answer == ["app_late"]
          }
          #expect(isIn, "\(answer)")
        }
      }
    }
  }

  @Test func `starts at the same time make one cluster`() async throws {
    try await withScratchRoot { root in
      let others = try (1...3).map { _ in try OtherProcess.user(of: root) }
      for other in others { try await other.line(startingWith: "using") }
      let steps = others.flatMap(\.said)
      #expect(steps.filter { $0 == "initialising" }.count == 1)
      #expect(steps.filter { $0 == "adopted" }.count == 2)
      let pid = try #require(root.processID)
      for other in others {
        #expect(isPostgres(pid))
        try await other.leave()
      }
      #expect(!isPostgres(pid))
    }
  }

  @Test func `the server of a killed user is adopted and then stopped`() async throws {
    try await withScratchRoot { root in
      let other = try OtherProcess.user(of: root)
      try await other.line(startingWith: "using")
      let pid = try #require(root.processID)
      await other.killAtOnce()
      #expect(isPostgres(pid))

      let steps = Mutex<[EmbeddedPostgres.Progress]>([])
      let server = try await EmbeddedPostgres.start(root.configuration, logger: silent) { step in
        steps.withLock { $0.append(step) }
      }
      #expect(steps.withLock { $0 } == [.adopted])
      #expect(server.processID == pid)
      await server.stop()
      #expect(!isPostgres(pid))
    }
  }

  @Test func `a killed user does not keep the server from stopping`() async throws {
    try await withScratchRoot { root in
      let server = try await EmbeddedPostgres.start(root.configuration, logger: silent)
      let pid = try #require(server.processID)
      let other = try OtherProcess.user(of: root)
      try await other.line(startingWith: "using")
      await other.killAtOnce()
      await server.stop()
      #expect(!isPostgres(pid))
    }
  }

  @Test func `a user that forgets to stop leaves a server for the next`() async throws {
    try await withScratchRoot { root in
      do {
        let forgotten = try await EmbeddedPostgres.start(root.configuration, logger: silent)
        #expect(forgotten.processID != nil)
      }
      let server = try await EmbeddedPostgres.start(root.configuration, logger: silent)
      let pid = try #require(server.processID)
      // The forgotten one's watch may hold its share until it looks again.
      let stopped = await eventually {
        await server.stop()
        let next = try? await EmbeddedPostgres.start(root.configuration, logger: silent)
        await next?.stop()
        return !isPostgres(pid)
      }
      #expect(stopped)
    }
  }
}
