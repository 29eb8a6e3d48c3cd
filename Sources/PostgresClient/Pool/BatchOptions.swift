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

  /// Gathers the options; the defaults suit a batch that writes.
  ///
  /// - Parameters:
  ///   - fairnessKey: Whose batch this is, for the cap per key.
  ///   - deadline: How long the batch may wait until it is written.
  ///   - isRepeatable: Whether running the batch twice does no harm.
  ///   - boundary: What makes the statements one transaction.
  public init(
    fairnessKey: UUID? = nil,
    deadline: Duration? = nil,
    isRepeatable: Bool = false,
    boundary: TransactionBoundary = .implicit
  ) {
    self.fairnessKey = fairnessKey
    self.deadline = deadline
    self.isRepeatable = isRepeatable
    self.boundary = boundary
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
public enum IsolationLevel: Hashable, Sendable {
  /// Each statement sees what was committed before it began.
  case readCommitted
  /// All statements see what was committed before the first began.
  case repeatableRead
  /// As if transactions ran one after another; may have to be repeated.
  case serializable

  var begin: Statement {
    switch self {
    case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
    case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
    case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
    }
  }
}
