internal import EmbeddedPostgres
internal import Foundation
internal import Glibc
internal import Testing

@Suite("Refusals of a private server", .timeLimit(.minutes(10)))
struct RefusalTests {
  @Test func `a cluster of another major version is refused with both versions`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { _ in }
      try root.write("9\n", to: "data/PG_VERSION")
      let error = await refusal(of: root.configuration)
      guard case .otherMajorVersion(let found, let expected, let data) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(found == 9)
      #expect(expected > 9)
      #expect(data == root.data)
      #expect(error?.description.contains("was made by PostgreSQL 9, but") == true)
    }
  }

  @Test func `missing programs are refused with the command that installs them`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.binaries = URL(filePath: "/proc/self")
      let error = await refusal(of: configuration)
      #expect(error == .binariesMissing(searched: ["/proc/self"]))
      #expect(error?.description.contains("apt-get install -y postgresql") == true)
    }
  }

  @Test func `a socket path that is too long is refused before anything is made`() async throws {
    try await withScratchRoot { root in
      var configuration = root.configuration
      configuration.dataRoot = root.url.appending(path: String(repeating: "long", count: 25))
      let socket = configuration.dataRoot.path + "/run/.s.PGSQL.5432"
      let error = await refusal(of: configuration)
      #expect(error == .socketPathTooLong(path: socket, limit: 107))
      #expect(!root.exists(""))
    }
  }

  @Test func `a data root that is a file is refused`() async throws {
    try await withScratchRoot { root in
      try Data().write(to: root.url)
      let error = await refusal(of: root.configuration)
      #expect(
        error == .dataRootNotWritable(path: root.path, reason: "it is a file, not a folder")
      )
    }
  }

  @Test func `a data root that cannot be made is refused`() async throws {
    var configuration = EmbeddedPostgresConfiguration()
    configuration.dataRoot = URL(filePath: "/proc/cradle")
    let error = await refusal(of: configuration)
    guard case .dataRootNotWritable(let path, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(path == "/proc/cradle")
  }

  @Test func `a folder with other files is never taken over`() async throws {
    try await withScratchRoot { root in
      try root.makeFolder()
      try root.write("mine", to: "letter.txt")
      chmod(root.path, 0o755)
      let error = await refusal(of: root.configuration)
      guard case .dataRootNotPrivate(let path, _) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(path == root.path)
      var status = stat()
      #expect(stat(root.path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o755)
      #expect(status.st_uid == geteuid())
    }
  }

  @Test func `an empty folder is made private`() async throws {
    try await withScratchRoot { root in
      try root.makeFolder()
      chmod(root.path, 0o755)
      try await withServer(root.configuration) { _ in
        var status = stat()
        #expect(stat(root.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
      }
    }
  }

  @Test func `a setting that the server does not know is refused with its log`() async throws {
    try await withScratchRoot { root in
      try await withServer(root.configuration) { _ in }
      var configuration = root.configuration
      configuration.settings["no_such_setting"] = "1"
      let error = await refusal(of: configuration)
      guard case .didNotStart(let log, let lastLines) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(log == root.path + "/log")
      #expect(lastLines.contains("no_such_setting"))
    }
  }

  private func refusal(
    of configuration: EmbeddedPostgresConfiguration
  ) async -> EmbeddedPostgresError? {
    await #expect(throws: EmbeddedPostgresError.self) {
      _ = try await EmbeddedPostgres.start(configuration, logger: silent)
    }
  }
}
