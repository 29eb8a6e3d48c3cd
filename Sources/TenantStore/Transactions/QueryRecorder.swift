package import PostgresClient
import Synchronization

/// Keeps the statements that ran, for the suite that replays each as another tenant.
package final class QueryRecorder: Sendable {
  /// A statement that ran, and the query function that holds it.
  package struct Entry: Sendable {
    /// The statement with its values; the first value is the tenant.
    package let statement: Statement
    /// `#function` of the query function.
    package let function: String
    /// `#fileID` of the query function.
    package let file: String
  }

  private let kept = Mutex<[Entry]>([])

  /// Creates an empty recorder.
  package init() {}

  /// Everything that ran so far.
  package var entries: [Entry] { kept.withLock { $0 } }

  @inline(never)  // Decision 7.
  func record(_ statements: [Statement], function: String, file: String) {
    kept.withLock { kept in
      kept += statements.map { Entry(statement: $0, function: function, file: file) }
    }
  }
}
