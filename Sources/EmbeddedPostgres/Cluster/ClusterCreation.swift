internal import Foundation
internal import Glibc

/// The making of a cluster, which is put in place only when it is whole.
///
/// 1. Everything happens in a folder that is not the cluster's and that no other attempt uses, so an
///    interrupted attempt, even one whose orphan still writes, never looks like a cluster.
/// 2. The bootstrap runs before the renaming, so no cluster lacks its roles.
/// 3. The renaming comes last, after all is on disk.
struct ClusterCreation: Sendable {
  let root: DataRoot
  let account: ServerAccount
  let configuration: EmbeddedPostgresConfiguration
  let binaries: ServerBinaries
  let settings: ClusterSettings

  /// Makes the cluster and puts it in place.
  ///
  /// - Throws: ``EmbeddedPostgresError/initialisationFailed(log:lastLines:)``.
  func run() async throws(EmbeddedPostgresError) {
    root.removeUnfinishedClusters()
    let attempt = UUID().uuidString.prefix(8).lowercased()
    let folder = "\(root.path)/\(DataRoot.unfinished)-\(attempt)"
    let log = ServerLog(path: root.log)
    try await initialise(folder, log: log)
    try settings.include(in: folder)
    try settings.write(to: folder)
    try await bootstrap(folder, log: log)
    if configuration.isDurable {
      try await run(binaries.initdb, ["--sync-only", "-D", folder], log: log)
    }
    try putInPlace(folder)
  }

  private func initialise(_ folder: String, log: ServerLog) async throws(EmbeddedPostgresError) {
    // The one synchronisation at the end covers the files that are made here.
    let options = [
      "-D", folder, "-U", configuration.superuser, "-A", "peer", "--no-locale", "-E", "UTF8",
      "-k", "--no-instructions", "--no-sync",
    ]
    try await run(binaries.initdb, options, log: log)
  }

  private func bootstrap(_ folder: String, log: ServerLog) async throws(EmbeddedPostgresError) {
    guard !configuration.bootstrap.isEmpty else { return }
    let script = folder + "/bootstrap.sql"
    let statements = configuration.bootstrap.map { statement in
      String(statement.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed()) + ";\n\n"
    }
    try PrivateFile.write(statements.joined(), to: script, for: account)
    defer { unlink(script) }
    // Without exit_on_error a failed statement would be skipped, and the cluster lack a role.
    let options = [
      "--single", "-D", folder, "-j", "-c", "exit_on_error=on", "-c", "fsync=off", "postgres",
    ]
    try await run(binaries.postgres, options, input: script, log: log)
  }

  private func run(
    _ program: String,
    _ arguments: [String],
    input: String? = nil,
    log: ServerLog
  ) async throws(EmbeddedPostgresError) {
    let child = try ChildProcess(
      account.command(program, arguments),
      input: input,
      output: .appended(to: log.path)
    )
    guard await child.waitForExit().code == 0 else {
      throw .initialisationFailed(log: log.path, lastLines: log.lastLines)
    }
  }

  private func putInPlace(_ folder: String) throws(EmbeddedPostgresError) {
    guard rename(folder, root.data) == 0 else {
      throw .dataRootNotWritable(path: root.data, reason: systemReason())
    }
    let parent = open(root.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { return }
    fsync(parent)
    close(parent)
  }
}
