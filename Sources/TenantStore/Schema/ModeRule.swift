/// What a server says of itself that decides in which mode it can be used.
package struct ServerTraits: Hashable, Sendable {
  /// Whether the database has the extension.
  package var hasCitus: Bool
  /// Which settings of a transaction the application's role hands on to workers.
  package var handsOn: String
  /// How many transactions can be prepared at once; several nodes commit with them.
  package var preparedTransactions: Int

  /// Says what a server is like.
  package init(hasCitus: Bool, handsOn: String, preparedTransactions: Int) {
    self.hasCitus = hasCitus
    self.handsOn = handsOn
    self.preparedTransactions = preparedTransactions
  }
}

/// Whether a server fits the mode in which it is used.
package enum ModeRule {
  /// What is wrong and what to do; empty when it fits.
  package static func problems(of server: ServerTraits, in mode: DatabaseMode) -> [String] {
    guard server.hasCitus else { return [] }
    guard mode == .citus else {
      return [
        "the database has Citus, whose workers would not learn the tenant in this mode; set"
          + " CRADLE_DATABASE_MODE=citus and migrate a new database"
      ]
    }
    var problems: [String] = []
    if server.handsOn != "local" {
      problems.append(
        "workers would not learn the tenant; run: ALTER ROLE \(DatabaseRoles.application) SET"
          + " \(DatabaseRoles.handingOn) = 'local'"
      )
    }
    if server.preparedTransactions == 0 {
      problems.append(
        "several nodes commit with prepared transactions; set max_prepared_transactions above 0"
      )
    }
    return problems
  }
}
