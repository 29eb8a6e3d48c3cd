import Foundation
import Testing

/// A server that takes encrypted connections with a password only, and the certificates for it.
final class SecureServer {
  static let password = "s3cret-Wort"

  let server: TestServer
  private let folder: String

  init() throws {
    let folder = "/tmp/pgc-tls-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    self.folder = folder
    try Self.makeAuthority("ca", in: folder)
    try Self.makeAuthority("stranger", in: folder)
    try Self.makeCertificate(for: "localhost", in: folder)
    server = try TestServer { cluster in try Self.secure("\(cluster)/data", from: folder) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The file with the certificate of the server's CA, or of another one.
  func authority(_ name: String = "ca") -> String { "\(folder)/\(name).crt" }

  /// Connects as the role with a password, with more words behind or instead.
  func connection(_ words: String, password: String = SecureServer.password) -> String {
    let port = server.tcpConnection?.split(separator: " ").first { $0.hasPrefix("port=") } ?? ""
    return "\(port) user=secured dbname=postgres password='\(password)' \(words)"
  }

  private static func secure(_ data: String, from folder: String) throws {
    for name in ["server.crt", "server.key"] {
      let copy = "\(data)/\(name)"
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: copy)
      if getuid() == 0 { try call(["chown", "postgres:", copy]) }
      chmod(copy, 0o600)
    }
    try append("\nssl = on\npassword_encryption = 'scram-sha-256'\n", to: "\(data)/postgresql.conf")
    let access = """
      local all all trust
      hostssl all secured 127.0.0.1/32 scram-sha-256
      hostssl all secured ::1/128 scram-sha-256
      """
    try Data(access.utf8).write(to: URL(filePath: "\(data)/pg_hba.conf"))
  }

  private static func append(_ text: String, to path: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    _ = try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  private static let newKey = [
    "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
  ]

  private static func makeAuthority(_ name: String, in folder: String) throws {
    try call(
      ["openssl", "req", "-x509", "-days", "2", "-subj", "/CN=\(name)"] + newKey
        + ["-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).crt"]
    )
  }

  private static func makeCertificate(for host: String, in folder: String) throws {
    try call(
      ["openssl", "req", "-subj", "/CN=\(host)"] + newKey
        + ["-keyout", "\(folder)/server.key", "-out", "\(folder)/server.csr"]
    )
    let names = "subjectAltName = DNS:\(host)\n"
    try Data(names.utf8).write(to: URL(filePath: "\(folder)/names"))
    try call([
      "openssl", "x509", "-req", "-days", "2", "-in", "\(folder)/server.csr",
      "-CA", "\(folder)/ca.crt", "-CAkey", "\(folder)/ca.key", "-CAcreateserial",
      "-extfile", "\(folder)/names", "-out", "\(folder)/server.crt",
    ])
  }

  private static func call(_ command: [String]) throws {
    try #require(TestServer.run(command) == 0, "\(command.joined(separator: " ")) failed")
  }
}
