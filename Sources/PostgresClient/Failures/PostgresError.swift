/// Why the database did not do what was asked.
public enum PostgresError: Error, Hashable, Sendable {
  /// The server refused; the transaction of the batch was rolled back.
  case server(ServerError)
  /// Too much is waiting already, in total or for this fairness key; nothing was done.
  case busy
  /// No connection can be made; nothing was done.
  case unavailable(Unavailability)
  /// The connection was lost after the batch was written: it may or may not have happened.
  case outcomeUnknown
  /// The deadline passed before the batch was written; nothing was done.
  case deadlineExceeded
  /// The pool was closed, or the connection's closure has returned; nothing was done.
  case closed
  /// A row did not fit the type that it was read as.
  case decoding(PostgresDecodingError)

  /// What the attempt to connect met.
  public struct Unavailability: Hashable, Sendable {
    /// The sentence of the client library, for operators: it can name a host.
    package let reason: String

    package init(reason: String) {
      self.reason = reason
    }
  }
}

extension PostgresError {
  /// The condition that the server named, if it did.
  public var sqlState: SQLState? {
    if case .server(let error) = self { error.sqlState } else { nil }
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
  /// Safe to show to anyone: no statement, value or host.
  public var description: String {
    switch self {
    case .server(let error): error.description
    case .busy: "The database is busy."
    case .unavailable: "The database cannot be reached."
    case .outcomeUnknown: "The connection to the database was lost; the outcome is unknown."
    case .deadlineExceeded: "The database did not answer in time; nothing was changed."
    case .closed: "The connection to the database is closed."
    case .decoding(let error): error.description
    }
  }

  /// What an operator may read: the server's sentence and the reason of a failed connection.
  public var debugDescription: String {
    switch self {
    case .server(let error): error.debugDescription
    case .unavailable(let why): "unavailable: \(why.reason)"
    case .decoding(let error): error.debugDescription
    case .busy, .outcomeUnknown, .deadlineExceeded, .closed: description
    }
  }
}
