/// How tenants are kept apart on the server: by plain PostgreSQL, or in the way Citus needs.
///
/// The two differ in how a transaction learns its tenant and in the text of the policies, in nothing
/// else. The mode of Citus also works on plain PostgreSQL, at the price of a further round of
/// messages per transaction; a database is made in one mode and stays in it.
public enum DatabaseMode: String, CaseIterable, Hashable, Sendable {
  /// The tenant travels as a value, and a batch is one implicit transaction.
  case postgres
  /// Explicit transactions with `SET LOCAL`, which Citus hands on to its workers, and policies
  /// without a subselect, which it refuses.
  case citus

  /// The condition of every tenant table's policy.
  var policyExpression: String {
    let tenant = "nullif(current_setting('app.tenant', true), '')::uuid"
    return switch self {
    case .postgres: "tenant_id = (SELECT \(tenant))"
    case .citus: "tenant_id = \(tenant)"
    }
  }

  /// The same condition as the server gives it back.
  var storedPolicyExpression: String {
    let tenant = "(NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid"
    return switch self {
    case .postgres: "(tenant_id = ( SELECT \(tenant) AS \"nullif\"))"
    case .citus: "(tenant_id = \(tenant))"
    }
  }
}
