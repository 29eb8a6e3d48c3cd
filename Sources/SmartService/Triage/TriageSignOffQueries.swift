internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// All signatures under rules of triage, those of former wordings too.
  public func triageSignOffs() async throws -> [TriageSignOff] {
    try await all(
      """
      SELECT rule_id, rule_digest, clinician, licence, login, signed_at
      FROM service.triage_sign_off WHERE tenant_id = \(tenant)
      ORDER BY rule_id, signed_at DESC
      """
    )
  }
}

extension TenantTransaction {
  func keepSignOff(
    _ rule: TriageRule,
    clinician: String,
    licence: String,
    login: String
  ) async throws {
    try await execute(
      """
      INSERT INTO service.triage_sign_off
        (tenant_id, rule_id, rule_digest, clinician, licence, login, signed_at)
      VALUES (\(tenant), \(rule.id), \(rule.digest), \(clinician), \(licence), \(login),
        \(environment.now()))
      ON CONFLICT (tenant_id, rule_id, rule_digest) DO UPDATE
      SET clinician = excluded.clinician, licence = excluded.licence, login = excluded.login,
        signed_at = excluded.signed_at
      """
    )
  }
}
