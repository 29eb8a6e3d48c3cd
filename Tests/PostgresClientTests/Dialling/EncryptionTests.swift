import Foundation
import PostgresClient
import Testing

/// One test, because a server is made for it; each step says in its comment what broke.
@Suite("TLS and SCRAM", .enabled(if: TestServer.shared.socketPath != nil))
struct EncryptionTests {
  @Test func `a server is reached encrypted, by its name and its CA alone`() async throws {
    let secure = try SecureServer()
    try await withPool(.test(connectionString: secure.server.socketConnection)) { pool in
      _ = try await pool.run(
        "CREATE ROLE secured LOGIN PASSWORD \(unsafe: "'\(SecureServer.password)'")"
      )
    }
    let verified = "sslmode=verify-full sslrootcert=\(secure.authority())"

    try await reaches(secure.connection("host=localhost \(verified)"), "by its name")
    try await reaches(
      secure.connection("host=localhost \(verified) channel_binding=require"),
      "with channel binding"
    )
    let url = secure.connection("").split(separator: " ").first { $0.hasPrefix("port=") }
    let port = try #require(url?.dropFirst(5))
    try await reaches(
      "postgresql://secured:s3cret%2DWort@localhost:\(port)/postgres"
        + "?sslmode=verify-full&sslrootcert=\(secure.authority())",
      "by URL"
    )
    try await hears(secure.connection("host=localhost \(verified)"))

    let wrongName = "host=shop.example hostaddr=127.0.0.1 \(verified)"
    try await isRefused(
      secure.connection(wrongName),
      saying: "does not match host name",
      advice: "connect by a name that the certificate holds"
    )
    try await isRefused(
      secure.connection(
        "host=localhost sslmode=verify-full sslrootcert=\(secure.authority("stranger"))"
      ),
      saying: "certificate verify failed",
      advice: "name the CA that signed it"
    )
    try await isRefused(
      secure.connection("host=localhost sslmode=verify-full sslrootcert=/nowhere/root.crt"),
      saying: "does not exist",
      advice: "name its file with sslrootcert="
    )
    try await isRefused(
      secure.connection("host=127.0.0.1 sslmode=disable"),
      saying: "no encryption",
      advice: "say sslmode=verify-full"
    )
    try await isRefused(
      secure.connection("host=localhost \(verified)", password: "wr0ng-Wort"),
      saying: "password authentication failed",
      advice: "check user= and the password"
    )
    let plain = try #require(TestServer.shared.tcpConnection)
    try await isRefused(
      "\(plain) sslmode=require",
      saying: "server does not support SSL",
      advice: "switch ssl on at the server"
    )
  }

  @Test(arguments: [
    "host=127.0.0.1 password=s3cret-Wort with blanks",
    "postgresql://cradle:s3cret-Wort@[::1/postgres",
    "postgresql://cradle:s3cret-Wort%zz@127.0.0.1/postgres",
    "s3cret-Wort",
  ])
  func `a connection string that cannot be read is not shown`(string: String) async throws {
    try await isRefused(string, saying: "cannot be read", advice: "key=value pairs")
  }

  private func reaches(_ connection: String, _ comment: Comment) async throws {
    try await withPool(.test(connectionString: connection)) { pool in
      let isEncrypted = try await pool.run(
        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
      ).scalar(Bool.self)
      #expect(isEncrypted == true, comment)
      let large = String(repeating: "奶粉", count: 100_000)
      for _ in 0..<5 {
        let echo = try await pool.run("SELECT \(large)").scalar(String.self)
        #expect(echo == large, comment)
      }
      #expect(try await pool.withConnection { try await $0.run(["SELECT 1"]).count } == 1, comment)
    }
  }

  private func hears(_ connection: String) async throws {
    let listener = PostgresListener(.test(connectionString: connection), logger: .quiet)
    var events = listener.subscribe(to: ["encrypted"]).makeAsyncIterator()
    #expect(await events.next() == .resync)
    let large = String(repeating: "x", count: 7_000)
    try await withPool(.test(connectionString: connection)) { pool in
      for _ in 0..<10 { _ = try await pool.run(.notify("encrypted", large)) }
    }
    for _ in 0..<10 { #expect(await events.next()?.words == "encrypted " + large) }
  }

  private func isRefused(
    _ connection: String,
    saying sentence: String,
    advice: String
  ) async throws {
    try await withPool(.test(connectionString: connection)) { pool in
      let error = try #require(
        await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
      )
      guard case .unavailable = error else {
        Issue.record("not unavailable: \(error)")
        return
      }
      #expect(error.debugDescription.contains(sentence), "\(error.debugDescription)")
      #expect(error.debugDescription.contains(advice), "\(error.debugDescription)")
      #expect(!error.debugDescription.contains("Wort"))
      #expect(error.description == "The database cannot be reached.")
    }
  }
}
