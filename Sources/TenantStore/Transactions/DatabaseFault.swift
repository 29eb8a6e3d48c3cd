internal import PostgresClient

/// Turns a failure of the connection into what a caller can act upon.
enum DatabaseFault {
  /// A ``TenancyRefusal`` where trying again may help, else the error itself.
  static func translated(_ error: any Error) -> any Error {
    guard let error = error as? PostgresError else { return error }
    switch error {
    case .busy, .deadlineExceeded: return TenancyRefusal(.busy)
    case .unavailable, .closed: return TenancyRefusal(.databaseUnavailable)
    case .outcomeUnknown: return TenancyRefusal(.outcomeUnknown)
    case .server(let fault)
    where fault.sqlState == .queryCanceled || fault.sqlState == .lockNotAvailable:
      return TenancyRefusal(.busy)
    default: return error
    }
  }
}
