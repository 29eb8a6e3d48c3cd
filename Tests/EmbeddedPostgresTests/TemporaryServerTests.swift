internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Testing

@Suite("Temporary servers", .timeLimit(.minutes(10)))
struct TemporaryServerTests {
  @Test func `a temporary server takes its folder with it`() async throws {
    try await inTurn {
      let configuration = EmbeddedPostgresConfiguration.temporary()
      try await withServer(configuration) { server in
        let connection = server.connectionString(role: "app_admin", database: "postgres")
        try await expect(["off"], from: connection, "SHOW fsync")
        #expect(exists(configuration.dataRoot.path))
      }
      #expect(!exists(configuration.dataRoot.path))
    }
  }

  @Test func `every temporary server has a folder of its own`() {
    let folders = (1...20).map { _ in EmbeddedPostgresConfiguration.temporary().dataRoot }
    #expect(Set(folders).count == folders.count)
  }

  @Test func `nothing is left of a temporary server whose owner is killed`() async throws {
    try await inTurn {
      let owner = try OtherProcess.user(of: nil)
      let folder = try await owner.line(startingWith: "at ").dropFirst(3)
      try await owner.line(startingWith: "using")
      let file = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
      let pid = try #require(file.split(separator: "\n").first.flatMap { pid_t($0) })
      #expect(isPostgres(pid))

      await owner.killAtOnce()
      #expect(await eventually { !isPostgres(pid) })
      #expect(await eventually { !exists(String(folder)) })
    }
  }

  @Test func `nothing is left when the owner is killed while it makes the cluster`() async throws {
    try await inTurn {
      let owner = try OtherProcess.user(of: nil)
      let folder = try await owner.line(startingWith: "at ").dropFirst(3)
      try await owner.line(startingWith: "initialising")
      #expect(exists(String(folder)))
      await owner.killAtOnce()
      #expect(await eventually { !exists(String(folder)) })
    }
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}
