public import Foundation

/// How one batch of the shared lane is run.
public struct BatchOptions: Sendable {
  /// Whose batch this is, for the cap per key; nil is not capped.
  public var fairnessKey: UUID?
  /// How long the batch may wait until it is written; nil takes the pool's default.
  public var deadline: Duration?
  /// Whether running the batch twice does no harm, so that a lost connection may repeat it.
  public var isRepeatable: Bool
  /// What makes the statements one transaction.
  public var boundary: TransactionBoundary
  /// What the batch may do; nil leaves it to the connection, ``PostgresConfiguration/sharedAccess``.
  ///
  /// A batch that may do something else than its connection usually does is begun explicitly, which
  /// costs two statements more.
  public var access: TransactionAccess?

  /// Gathers the options; the defaults suit a batch that writes.
  ///
  /// - Parameters:
  ///   - fairnessKey: Whose batch this is, for the cap per key.
  ///   - deadline: How long the batch may wait until it is written.
  ///   - isRepeatable: Whether running the batch twice does no harm.
  ///   - boundary: What makes the statements one transaction.
  ///   - access: What the batch may do; nil leaves it to the connection.
  public init(
    fairnessKey: UUID? = nil,
    deadline: Duration? = nil,
    isRepeatable: Bool = false,
    boundary: TransactionBoundary = .implicit,
    access: TransactionAccess? = nil
  ) {
    self.fairnessKey = fairnessKey
    self.deadline = deadline
    self.isRepeatable = isRepeatable
    self.boundary = boundary
    self.access = access
  }
}

/// What makes the statements of a batch one transaction.
public enum TransactionBoundary: Hashable, Sendable {
  /// The batch itself: no BEGIN travels, an error undoes all of it.
  case implicit
  /// BEGIN with an isolation level and COMMIT, in the same round trip.
  case explicit(IsolationLevel)
}

/// What a transaction sees of those beside it.
public enum IsolationLevel: String, Hashable, Sendable {
  /// Each statement sees what was committed before it began.
  case readCommitted = "READ COMMITTED"
  /// All statements see what was committed before the first began.
  case repeatableRead = "REPEATABLE READ"
  /// As if transactions ran one after another; may have to be repeated.
  case serializable = "SERIALIZABLE"

  /// What begins a transaction, with what it may do where that is said.
  func begin(_ access: TransactionAccess?) -> Statement {
    let words = access.map { ", \($0.rawValue)" } ?? ""
    return Statement(unsafeText: "BEGIN ISOLATION LEVEL \(rawValue)\(words)")
  }
}

/// What a transaction may do.
public enum TransactionAccess: String, Hashable, Sendable {
  /// Only read: the server refuses whatever would change a row.
  case readOnly = "READ ONLY"
  /// Read and write.
  case readWrite = "READ WRITE"
}
