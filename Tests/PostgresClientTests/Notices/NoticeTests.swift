import Logging
import PostgresClient
import Synchronization
import Testing

@Suite("Notices")
struct NoticeTests {
  @Test func `what the server remarks reaches the log and the hook, by its severity`() async throws
  {
    let log = LogCapture()
    let heard = Heard()
    var configuration = PostgresConfiguration.test()
    configuration.onNotice = { notice in heard.notices.withLock { $0.append(notice) } }
    let pool = PostgresPool(configuration, logger: log.logger)
    _ = try await pool.run(
      """
      DO $$ BEGIN
        RAISE WARNING 'shelf % is low', 7 USING ERRCODE = 'CR001';
        RAISE NOTICE 'counted';
        RAISE INFO 'for your information';
        RAISE DEBUG 'not sent at the default level';
      END $$
      """
    )
    try await pool.withConnection { connection in
      _ = try await connection.run(["DO $$ BEGIN RAISE WARNING 'on its own'; END $$"])
    }
    await pool.close()

    #expect(
      heard.notices.withLock { $0.map { "\($0.severity) \($0.sqlState.rawValue) \($0.message)" } }
        == [
          "WARNING CR001 shelf 7 is low", "NOTICE 00000 counted",
          "INFO 00000 for your information", "WARNING 01000 on its own",
        ]
    )
    #expect(
      log.lines.filter { $0.contains("remarks") } == [
        "warning The database remarks: shelf 7 is low CR001",
        "notice The database remarks: counted 00000",
        "info The database remarks: for your information 00000",
        "warning The database remarks: on its own 01000",
      ]
    )
  }
}

private final class Heard: Sendable {
  let notices = Mutex<[PostgresNotice]>([])
}

/// Keeps what was logged.
private final class LogCapture: Sendable {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  var logger: Logger { Logger(label: "notices") { _ in Handler(capture: self) } }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let state = event.metadata?["sqlstate"].map { "\($0)" } ?? ""
      capture.kept.withLock { $0.append("\(event.level) \(event.message) \(state)") }
    }
  }
}
