public import Logging

/// What the server remarks beside its answers.
public struct PostgresNotice: Hashable, Sendable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`.
  public let severity: String
  /// Which condition, such as `00000` for a plain remark.
  public let sqlState: SQLState
  /// The server's sentence, or that of a function of the schema, which may hold values.
  public let message: String

  /// The level at which it is logged: `warning`, `notice`, `info` or `debug`.
  public var level: Logger.Level {
    switch severity {
    case "WARNING": .warning
    case "NOTICE": .notice
    case "INFO", "LOG": .info
    case "DEBUG": .debug
    // A server that ends an idle connection says so with an error that answers nothing.
    default: .warning
    }
  }
}
