internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Testing

@Suite("Temporary servers", .timeLimit(.minutes(3)))
struct TemporaryServerTests {
  @Test func `a temporary server takes its folder with it`() async throws {
    let configuration = EmbeddedPostgresConfiguration.temporary()
    let folder = configuration.dataRoot.path
    try await withServer(configuration) { server in
      let connection = server.connectionString(role: "app_admin", database: "postgres")
      try await expect(["off"], from: connection, "SHOW fsync")
      #expect(FileManager.default.fileExists(atPath: folder))
    }
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `every temporary server has a folder of its own`() {
    let folders = (1...20).map { _ in EmbeddedPostgresConfiguration.temporary().dataRoot }
    #expect(Set(folders).count == folders.count)
  }

  @Test func `nothing is left of a temporary server whose owner is killed`() async throws {
    let owner = try OtherProcess.user(of: nil)
    let socket = try await owner.line(startingWith: "using").dropFirst("using ".count)
    let folder = URL(filePath: String(socket)).deletingLastPathComponent().path
    let file = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
    let pid = try #require(file.split(separator: "\n").first.flatMap { pid_t($0) })
    #expect(isPostgres(pid))

    await owner.killAtOnce()
    #expect(await eventually { !isPostgres(pid) })
    #expect(await eventually { !FileManager.default.fileExists(atPath: folder) })
  }

  @Test func `nothing is left when the owner is killed while it makes the cluster`() async throws {
    let before = temporaryFolders()
    let owner = try OtherProcess.user(of: nil)
    try await owner.line(startingWith: "initialising")
    let made = temporaryFolders().subtracting(before)
    await owner.killAtOnce()
    #expect(!made.isEmpty)
    #expect(await eventually { temporaryFolders().isDisjoint(with: made) })
  }

  private func temporaryFolders() -> Set<String> {
    let folder = FileManager.default.temporaryDirectory.path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Set(names.filter { $0.hasPrefix("cradle-") && !$0.hasPrefix("cradle-output") })
  }
}
