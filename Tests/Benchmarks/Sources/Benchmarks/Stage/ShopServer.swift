import Foundation
import TenantStore

/// A release build of the gateway in a process of its own, with the sample tenant.
struct ShopServer: Sendable {
  let port: Int
  /// The host name of the sample tenant.
  let host = "nuanya.localhost"
  /// The gateway's process.
  let process: Int
  /// The main process of the gateway's database server.
  let postmaster: Int
  /// Where the gateway's data is.
  let folder: URL

  /// Applies the sample tenant with plenty in stock, and starts the gateway.
  static func started() async throws -> ShopServer {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cradle-shop-\(UUID().uuidString.prefix(8).lowercased())")
    try FileManager.default.createDirectory(
      at: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755]
    )
    try ShopFolders.write(into: folder)
    let environment = environment(of: folder)
    for tenant in ["nuanya", "flash"] {
      _ = try await Program.output(
        Program.beside("tenant-admin"),
        ["apply", folder.appending(path: tenant).path()],
        environment: environment
      )
    }
    return try await gateway(in: folder)
  }

  /// Starts another gateway on the same data.
  func another() async throws -> ShopServer { try await Self.gateway(in: folder) }

  /// What programs of ours need to find the data.
  var environment: [String: String] { Self.environment(of: folder) }

  private static func environment(of folder: URL) -> [String: String] {
    // Models of the machine are no part of what is measured.
    [
      "CRADLE_DATA_ROOT": folder.appending(path: "data").path(),
      "CRADLE_MODELS": folder.appending(path: "models").path(),
    ]
  }

  private static func gateway(in folder: URL) async throws -> ShopServer {
    let log = folder.appending(path: "gateway-\(UUID().uuidString.prefix(8)).log")
    try Data().write(to: log)
    let process = Program.unstarted(
      try Program.beside("gateway"),
      ["--port", "0", "--rate-limit", "0", "--log-level", "error"],
      environment(of: folder)
    )
    let output = try FileHandle(forWritingTo: log)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline, process.isRunning {
      let said = try String(contentsOf: log, encoding: .utf8)
      if let port = said.firstMatch(of: /nuanya\.localhost:([0-9]+)/).flatMap({ Int($0.1) }) {
        let file = folder.appending(path: "data/data/postmaster.pid")
        let postmaster = try String(contentsOf: file, encoding: .utf8)
          .split(separator: "\n").first.flatMap { Int($0) }
        return ShopServer(
          port: port,
          process: Int(process.processIdentifier),
          postmaster: postmaster ?? 0,
          folder: folder
        )
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    process.terminate()
    let said = try String(contentsOf: log, encoding: .utf8)
    throw Program.Failure(description: "the gateway did not get ready: \(said.suffix(600))")
  }

  /// The gateway's database as a role.
  func url(role: String) -> String { address.url(role: role) }

  /// The gateway's database.
  var address: DatabaseAddress {
    DatabaseAddress(
      socketDirectory: folder.appending(path: "data/run").path(),
      port: 5432,
      database: "cradle"
    )
  }

  /// Has the server count its tables, which it does by itself within a minute of the first orders.
  func countTables() async throws { try await address.execute("ANALYZE") }

  /// Processor time of the gateway and of its database so far, in seconds.
  var processorTime: (gateway: Double, database: Double) {
    (ProcessorTime.process(process) ?? 0, ProcessorTime.tree(of: postmaster) ?? 0)
  }

  /// Ends the gateway, the last of which stops its server, and removes the data.
  func stop() async {
    await end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Ends the gateway; the data stay.
  func end() async {
    kill(pid_t(process), SIGINT)
    for _ in 0..<450 where ProcessEntry(process)?.isAlive == true {
      try? await Task.sleep(for: .milliseconds(100))
    }
  }
}
