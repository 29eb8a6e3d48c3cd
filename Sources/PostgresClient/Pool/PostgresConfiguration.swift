internal import Foundation

/// How a pool connects and how much it takes on.
public struct PostgresConfiguration: Sendable {
  /// Where the server is, as key-value pairs or a URL that libpq understands.
  ///
  /// A host name is resolved for each attempt to connect, on a thread of its own.
  public var connectionString: String
  /// Threads that drive connections; each has its part of the connections and of the keys.
  ///
  /// Defaults to 1 on up to 4 cores, then one for every 4. No more are made than there are shared
  /// connections.
  public var reactors = max(1, ProcessInfo.processInfo.activeProcessorCount / 4)
  /// Connections of the shared lane, of all reactors together, opened as load needs them.
  ///
  /// Defaults to 4.
  public var sharedConnections = 4
  /// What batches of the shared lane may do unless they say otherwise.
  ///
  /// Connections that only read spare every reading batch a setting of its own. Not possible with
  /// ``Statements/unnamed``. Defaults to reading and writing.
  public var sharedAccess = TransactionAccess.readWrite
  /// Batches in flight on each shared connection.
  ///
  /// Defaults to 16.
  public var sharedDepth = 16
  /// Connections lent to one closure each, or to a slow batch, opened when first needed.
  ///
  /// Of all reactors together; each has at least one. While others wait, one fairness key holds
  /// half of a reactor's at most. Defaults to 4.
  public var exclusiveConnections = 4
  /// Batches that may wait for the shared lane before the pool is busy.
  ///
  /// Defaults to 1024.
  public var queueLimit = 1024
  /// Batches of one fairness key in flight at once; more of them wait.
  ///
  /// Defaults to 8.
  public var inFlightPerKey = 8
  /// Batches of one fairness key that may wait before the pool is busy for it.
  ///
  /// Defaults to 64.
  public var queuedPerKey = 64
  /// From which average time on a batch is slow and runs on a connection lent to it alone.
  ///
  /// It must also take many times what is typical in the pool. Defaults to 20 ms.
  public var slowBatchTime: Duration = .milliseconds(20)
  /// How long one attempt to connect may take.
  ///
  /// Defaults to 5 seconds.
  public var connectTimeout: Duration = .seconds(5)
  /// How long a batch, or a closure that wants a connection, may wait.
  ///
  /// Defaults to 30 seconds.
  public var defaultDeadline: Duration = .seconds(30)
  /// How long a written batch may stay unanswered after its deadline, then its connection closes.
  ///
  /// Defaults to 5 seconds.
  public var unresponsiveGrace: Duration = .seconds(5)
  /// How statements travel; ``Statements/unnamed`` for a pooler between here and the server.
  ///
  /// Defaults to ``Statements/prepared``.
  public var statements = Statements.prepared
  /// Prepared statements kept on each connection.
  ///
  /// Defaults to 256.
  public var statementCacheSize = 256
  /// The name in the server's list of activity, unless the connection string gives another.
  public var applicationName = "Cradle"
  /// Settings that every new connection gets, by name and value, in order.
  ///
  /// Defaults to none.
  public var sessionSettings: [(String, String)] = []
  /// Called with each remark of the server, on the pool's thread, besides the log: do little there.
  ///
  /// Defaults to nothing.
  public var onNotice: (@Sendable (PostgresNotice) -> Void)?

  /// Connects to a server with the defaults for all else.
  public init(connectionString: String) {
    self.connectionString = connectionString
  }

  /// How statements travel to the server.
  public enum Statements: Hashable, Sendable {
    /// Each is parsed once on a connection and kept there.
    case prepared
    /// Each is parsed anew and leaves nothing in the session.
    ///
    /// For a pooler that gives every transaction another connection, such as PgBouncer in
    /// transaction mode. What would outlive its transaction is refused: session settings, LISTEN,
    /// PREPARE.
    case unnamed
  }
}

extension PostgresConfiguration {
  /// The part of each reactor.
  var parts: [Self] {
    let count = max(1, min(reactors, sharedConnections))
    return (0..<count).map { index in
      func share(of whole: Int) -> Int { whole / count + (index < whole % count ? 1 : 0) }
      var part = self
      part.sharedConnections = share(of: sharedConnections)
      part.exclusiveConnections = max(1, share(of: exclusiveConnections))
      part.queueLimit = max(1, share(of: queueLimit))
      return part
    }
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
  /// Nothing of the connection string, which can hold a password.
  public var description: String { "PostgresConfiguration(\(applicationName))" }

  /// Nothing of the connection string.
  public var debugDescription: String { description }
}
