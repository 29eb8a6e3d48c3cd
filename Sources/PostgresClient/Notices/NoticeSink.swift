internal import CPostgres
internal import Logging

/// Hands what the server remarks to the log and to the configuration's hook, where the library would
/// write to standard error.
final class NoticeSink {
  private let logger: Logger
  private let hook: (@Sendable (PostgresNotice) -> Void)?

  init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.logger = logger
    hook = configuration.onNotice
  }

  /// Attaches the sink, which must live as long as the connection.
  func attach(to connection: OpaquePointer?) {
    unsafe PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context = unsafe context, let result = unsafe result,
          let report = unsafe ServerError(result: result)
        else { return }
        let sink = unsafe Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
        sink.take(report)
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }

  private func take(_ report: ServerError) {
    let notice = PostgresNotice(
      severity: report.severity,
      sqlState: report.sqlState,
      message: report.message
    )
    logger.log(
      level: notice.level,
      "The database remarks: \(notice.message)",
      metadata: ["sqlstate": "\(notice.sqlState.rawValue)", "severity": "\(notice.severity)"]
    )
    hook?(notice)
  }
}
