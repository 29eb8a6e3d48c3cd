/// A fault of the data layer or of the code that uses it; never something a client is told.
@nonexhaustive
public enum TenantStoreError: Error, Equatable, Sendable {
  /// A query does not say `tenant_id = \(tenant)`; the function that holds it.
  case queryNamesNoTenant(function: String)
  /// A transaction was used after its closure had returned.
  case transactionEnded
  /// Code went on after the database had refused one of its statements.
  case refusalIgnored
  /// The server answered a query with nothing at all.
  case emptyAnswer
  /// A row of a bulk operation does not fit the table's columns.
  case bulkRowMisfits(table: String, reason: String)
  /// There is no connection of the loader role.
  case loaderMissing
  /// An export is asked for with a value of a type that it cannot carry.
  case exportTakesNo(type: String)
  /// The database is not fit to be served; every reason with its remedy.
  case unfit([String])
}

extension TenantStoreError: CustomStringConvertible {
  /// What is wrong, for a developer or an operator.
  public var description: String {
    switch self {
    case .queryNamesNoTenant(let function):
      "the query of \(function) does not name its tenant; write tenant_id = \\(tenant)"
    case .transactionEnded: "a transaction was used after its closure had returned"
    case .refusalIgnored: "the database refused a statement, and the code went on regardless"
    case .emptyAnswer: "the database answered a query with no result"
    case .bulkRowMisfits(let table, let reason): "a row for \(table) does not fit: \(reason)"
    case .loaderMissing: "there is no connection of the role \(DatabaseRoles.loader)"
    case .exportTakesNo(let type): "an export takes no value of the type \(type)"
    case .unfit(let reasons): reasons.joined(separator: "\n")
    }
  }
}
