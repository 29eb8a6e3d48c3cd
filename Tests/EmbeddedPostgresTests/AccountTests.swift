internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Testing

@Suite(
  "Accounts of a private server",
  .timeLimit(.minutes(10)),
  .enabled(if: geteuid() == 0, "Only root can act as another user.")
)
struct AccountTests {
  @Test func `root lets the server user run the server`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { server in
        let pid = try #require(server.processID)
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let user = try #require(getpwnam("postgres")).pointee.pw_uid
        #expect(status.contains("Uid:\t\(user)\t\(user)\t\(user)\t\(user)"))
        #expect(status.contains("NoNewPrivs:\t1"))
      }
    }
  }

  @Test func `another user of the machine gets nowhere near the server`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        let answer = try await ask(connection, "SELECT 1", as: "nobody")
        #expect(answer.joined().contains("Permission denied"))
      }
    }
  }

  @Test func `a user who is not root runs a server of their own`() async throws {
    try await withScratchRoot { root in
      let program = root.path + "-program"
      // Written by this process, it could be open in a program just being started, and so be busy.
      #expect(try await OtherProcess(["cp", OtherProcess.userProgram, program]).end() == 0)
      defer { try? FileManager.default.removeItem(atPath: program) }
      let other = try OtherProcess(
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", program, root.path]
      )
      try await other.line(startingWith: "using")
      let connection = "host=\(root.path)/run user=app_admin dbname=postgres"
      try await expect(["1"], from: connection, "SELECT 1", as: "nobody")
      let pid = try #require(root.processID)
      try await other.leave()
      #expect(!isPostgres(pid))
    }
  }

  @Test func `a missing server user is refused`() async throws {
    var configuration = ScratchRoot().configuration
    configuration.serverUser = "cradle-nobody-knows"
    await #expect(throws: EmbeddedPostgresError.accountMissing(name: "cradle-nobody-knows")) {
      _ = try await EmbeddedPostgres.start(configuration, logger: silent)
    }
  }

  @Test func `a data root that the server user cannot enter is refused`() async throws {
    try await withScratchRoot { root in
      try root.makeFolder()
      chmod(root.path, 0o700)
      var configuration = root.configuration
      configuration.dataRoot = root.url.appending(path: "inside")
      let error = await #expect(throws: EmbeddedPostgresError.self) {
        _ = try await EmbeddedPostgres.start(configuration, logger: silent)
      }
      guard case .dataRootUnreachable(let path, let user, _) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(path == root.path + "/inside")
      #expect(user == "postgres")
    }
  }
}
