internal import PostgresClient

/// The owner's connection to the database cannot be made.
public struct DatabaseUnreachable: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the client library said and what to do; for the operator, because it names the host.
  public let description: String

  init(reason: String) {
    description =
      "the database cannot be reached: \(reason.split(whereSeparator: \.isNewline).joined(separator: " "))"
      + "; check --database or CRADLE_DATABASE, and that the server runs"
  }

  /// The error itself, unless it says that no connection could be made.
  static func translated(_ error: any Error) -> any Error {
    guard case .unavailable(let why)? = error as? PostgresError else { return error }
    return DatabaseUnreachable(reason: why.reason)
  }
}
