internal import Foundation
internal import Glibc

/// The files that tell the server where it listens and whom it lets in.
struct ClusterSettings: Sendable {
  let root: DataRoot
  let account: ServerAccount
  let configuration: EmbeddedPostgresConfiguration

  static let fileName = "embedded.conf"
  private static let identityMap = "embedded"

  /// Makes a fresh cluster read our settings after its own.
  func include(in data: String) throws(EmbeddedPostgresError) {
    let path = data + "/postgresql.conf"
    let text = PrivateFile.read(path) ?? ""
    let line = "\ninclude = '\(Self.fileName)'\n"
    try PrivateFile.write(text + line, to: path, for: account)
  }

  /// Writes all files into a cluster whose server does not run.
  func write(to data: String) throws(EmbeddedPostgresError) {
    try PrivateFile.write(settingsText, to: "\(data)/\(Self.fileName)", for: account)
    let access = "local all all peer map=\(Self.identityMap)\n"
    try PrivateFile.write(access, to: data + "/pg_hba.conf", for: account)
    _ = try addIdentities(to: data)
  }

  /// Lets the roles of this user in besides those of earlier users.
  ///
  /// - Returns: Whether anything was added, so that a running server must read it.
  func addIdentities(to data: String) throws(EmbeddedPostgresError) -> Bool {
    let path = data + "/pg_ident.conf"
    let present = (PrivateFile.read(path) ?? "").split(separator: "\n")
      .filter { $0.hasPrefix(Self.identityMap + " ") }
      .map(String.init)
    let missing = identities.filter { !present.contains($0) }
    guard !missing.isEmpty else { return false }
    let text = (present + missing).joined(separator: "\n") + "\n"
    try PrivateFile.write(text, to: path, for: account)
    return true
  }

  private var identities: [String] {
    let people = Set(["root", account.ownName, account.name]).sorted()
    let roles = [configuration.superuser] + configuration.roles
    return people.flatMap { person in
      roles.map { "\(Self.identityMap) \(quoted(person)) \(quoted($0))" }
    }
  }

  private var settingsText: String {
    let folder = root.run.replacing("\"", with: "\"\"")
    var settings = [
      "listen_addresses": "",
      "port": "\(DataRoot.port)",
      "unix_socket_directories": "\"\(folder)\"",
      "unix_socket_permissions": "0700",
      "max_connections": "60",
      "shared_buffers": "128MB",
      // Lists are short statements of many look-ups: compiling one takes longer than all its runs.
      "jit": "off",
      // A shop that opens is served by plans for empty tables until the server has counted them.
      "autovacuum_naptime": "10s",
      "timezone": "UTC",
      "log_timezone": "UTC",
      "log_line_prefix": "%m [%p] ",
      "logging_collector": "off",
      "log_checkpoints": "off",
      // The log must not hold a shopper's data: neither statements nor the rows of a violation.
      "log_min_error_statement": "panic",
      "log_error_verbosity": "terse",
    ]
    if !configuration.isDurable {
      for name in ["fsync", "synchronous_commit", "full_page_writes"] { settings[name] = "off" }
    }
    settings.merge(configuration.settings) { _, given in given }
    return settings.sorted { $0.key < $1.key }
      .map { "\($0.key) = '\($0.value.replacing("'", with: "''"))'\n" }
      .joined()
  }

  private func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
