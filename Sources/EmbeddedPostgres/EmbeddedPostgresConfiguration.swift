public import Foundation
internal import Glibc

/// Where a private server keeps its cluster and how it is made.
public struct EmbeddedPostgresConfiguration: Sendable {
  /// The folder of the cluster, its socket and its log; it belongs to the server alone.
  public var dataRoot: URL
  /// The folder that holds `postgres` and `initdb`; found on the machine when nil.
  public var binaries: URL?
  /// The OS user that runs the server when this process is root, because PostgreSQL refuses root.
  public var serverUser = "postgres"
  /// The owner of the cluster, who may do everything in it.
  public var superuser = "app_admin"
  /// The further roles that this user may take over the socket, besides ``superuser``.
  public var roles: [String] = []
  /// SQL that runs once, before a new cluster is put in place, so that no cluster lacks it.
  ///
  /// One statement each, in order, outside any transaction; a statement may span lines but must not
  /// contain a semicolon followed by an empty line.
  public var bootstrap: [String] = []
  /// Whether a commit survives a power cut; false makes tests faster.
  public var isDurable = true
  /// Server settings that are added to the defaults, or replace them.
  public var settings: [String: String] = [:]

  /// Whether the cluster goes when the process that started it goes.
  package private(set) var isTemporary = false

  /// Describes a server under the given folder.
  ///
  /// - Parameter dataRoot: Defaults to ``defaultDataRoot``.
  public init(dataRoot: URL = Self.defaultDataRoot) {
    self.dataRoot = dataRoot
  }

  /// The place of a machine's own cluster: `/var/lib/cradle` for root, else the user's data folder.
  ///
  /// The data folder is `$XDG_DATA_HOME/cradle`, by default `~/.local/share/cradle`.
  public static var defaultDataRoot: URL {
    guard geteuid() != 0 else {
      return URL(filePath: "/var/lib/cradle", directoryHint: .isDirectory)
    }
    let environment = ProcessInfo.processInfo.environment
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return URL(filePath: data, directoryHint: .isDirectory).appending(path: "cradle")
    }
    // Foundation asks the account for its home; a person or a container may have set another.
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    return (home ?? FileManager.default.homeDirectoryForCurrentUser)
      .appending(path: ".local/share/cradle")
  }

  /// Describes a fast throw-away server in a fresh folder, for tests.
  ///
  /// A watchdog stops the server and removes the folder when the process that started it goes away
  /// for any reason, `kill -9` included. Every call names another folder.
  public static func temporary() -> Self {
    let name = "cradle-" + UUID().uuidString.prefix(8).lowercased()
    var folder = FileManager.default.temporaryDirectory
    if folder.path.utf8.count > longestTemporaryFolder {
      folder = URL(filePath: P_tmpdir, directoryHint: .isDirectory)
    }
    var configuration = Self(dataRoot: folder.appending(path: name))
    configuration.isDurable = false
    configuration.isTemporary = true
    return configuration
  }

  /// Leaves room for the names below it in the 107 bytes of a socket's path.
  private static let longestTemporaryFolder = 60
}
