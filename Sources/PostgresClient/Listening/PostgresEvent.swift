/// What a subscription hears.
public enum PostgresEvent: Hashable, Sendable {
  /// Someone notified one of the channels.
  case notification(PostgresNotification)
  /// From here on the channels are heard, and what happened before may have been missed: read anew
  /// what the channels are about.
  ///
  /// It is the first event, and comes again after each lost connection and whenever notifications
  /// came faster than they were taken.
  case resync
}

/// A notification of a channel.
public struct PostgresNotification: Hashable, Sendable {
  /// The channel.
  public let channel: String
  /// What the notifier said; possibly nothing.
  public let payload: String
  /// The server process that notified.
  public let process: Int32
}
