internal import Foundation
internal import Glibc

/// The folder that belongs to a private server: its cluster, socket, log and locks.
struct DataRoot: Sendable {
  /// The folder's path without links, as the server itself will name it.
  let path: String

  var data: String { path + "/data" }
  var run: String { path + "/run" }
  var log: String { path + "/log" }
  /// Held while somebody starts or stops the server.
  var startLock: String { path + "/start.lock" }
  /// Shared by all who use the server.
  var usersLock: String { path + "/users.lock" }
  /// Held by the process whose end is the end of a temporary server.
  var ownerLock: String { path + "/owner.lock" }

  /// Clusters that are being made, or whose making was interrupted, begin with this name.
  static let unfinished = "data.tmp"
  static let port = 5432
  private static let longestSocketPath = 107
  private static let ownNames: Set = [
    "data", "run", "log", "log.1", "start.lock", "users.lock", "owner.lock",
  ]

  /// Makes the folder if need be, and makes sure that the server's user alone may enter it.
  init(preparing folder: URL, for account: ServerAccount) throws(EmbeddedPostgresError) {
    let given = folder.standardizedFileURL.path(percentEncoded: false)
    let trimmed = given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
    try Self.checkSocketPath(in: trimmed)
    try Self.make(trimmed)
    guard let resolved = realpath(trimmed, nil) else {
      throw .dataRootNotWritable(path: trimmed, reason: systemReason())
    }
    defer { free(resolved) }
    path = String(cString: resolved)
    try Self.checkSocketPath(in: path)
    try makePrivate(for: account)
    try makeSocketFolder(for: account)
  }

  /// Whether a whole cluster stands here.
  var isInitialised: Bool { FileManager.default.fileExists(atPath: data + "/PG_VERSION") }

  /// Makes sure that the server's user can get here through all parent folders.
  ///
  /// - Throws: ``EmbeddedPostgresError/dataRootUnreachable(path:user:reason:)``.
  func checkReach(of account: ServerAccount) async throws(EmbeddedPostgresError) {
    guard account.isOther else { return }
    let list = try SystemPrograms.require("ls", package: "coreutils")
    let probe = try ChildProcess(account.command(list, ["-d", path + "/."]))
    let exit = await probe.waitForExit()
    guard exit.code != 0 else { return }
    let reason = exit.output.trimmingCharacters(in: .whitespacesAndNewlines)
    throw .dataRootUnreachable(path: path, user: account.name, reason: reason)
  }

  /// Removes what interrupted initialisations left.
  func removeUnfinishedClusters() {
    for name in contents() where name.hasPrefix(Self.unfinished) {
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  private static func checkSocketPath(in root: String) throws(EmbeddedPostgresError) {
    let socket = "\(root)/run/.s.PGSQL.\(port)"
    guard socket.utf8.count <= longestSocketPath else {
      throw .socketPathTooLong(path: socket, limit: longestSocketPath)
    }
  }

  private static func make(_ path: String) throws(EmbeddedPostgresError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw .dataRootNotWritable(path: path, reason: "it is a file, not a folder")
      }
      return
    }
    let parent = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    // Somebody else may make it at the same moment; the checks that follow hold for both.
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .dataRootNotWritable(path: path, reason: systemReason())
    }
  }

  private func makePrivate(for account: ServerAccount) throws(EmbeddedPostgresError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .dataRootNotWritable(path: path, reason: systemReason())
    }
    let isOwn = status.st_uid == account.userID
    let isPrivate = status.st_mode & 0o077 == 0
    if !(isOwn && isPrivate) {
      guard isOwn || account.isOther else {
        throw .dataRootNotPrivate(path: path, reason: "it belongs to another user")
      }
      // A folder with anything else in it is never taken over: it may be a system folder.
      guard contents().allSatisfy(Self.isOwnName) else {
        let reason = isOwn ? "others may look into it" : "it belongs to another user"
        throw .dataRootNotPrivate(path: path, reason: reason + " and it holds other files")
      }
      guard chmod(path, 0o700) == 0, isOwn || chown(path, account.userID, account.groupID) == 0
      else { throw .dataRootNotWritable(path: path, reason: systemReason()) }
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw .dataRootNotWritable(path: path, reason: systemReason())
    }
  }

  private func makeSocketFolder(for account: ServerAccount) throws(EmbeddedPostgresError) {
    guard mkdir(run, 0o700) == 0 || errno == EEXIST else {
      throw .dataRootNotWritable(path: run, reason: systemReason())
    }
    guard !account.isOther || lchown(run, account.userID, account.groupID) == 0 else {
      throw .dataRootNotWritable(path: run, reason: systemReason())
    }
  }

  private func contents() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  private static func isOwnName(_ name: String) -> Bool {
    ownNames.contains(name) || name.hasPrefix(unfinished)
  }
}
