internal import Crypto
public import Foundation
public import TenantStore

/// A clinician's signature under a rule of triage, in the wording that the rule had then.
public struct TriageSignOff: Hashable, Sendable, TenantRow {
  /// The rule.
  public let rule: String
  /// The wording that was signed, see ``TriageRule/digest``.
  public let digest: String
  /// Who signed.
  public let clinician: String
  /// By which licence.
  public let licence: String
  /// Which member of staff noted it.
  public let login: String
  /// When, in UTC.
  public let signedAt: Date

  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    rule = try row.next()
    digest = try row.next()
    clinician = try row.next()
    licence = try row.next()
    login = try row.next()
    signedAt = try row.next()
  }
}

extension TriageRule {
  /// The SHA-256 of everything that a clinician signs, in hexadecimal.
  public var digest: String {
    SHA256.hash(data: Data(wording.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined()
  }

  /// The signature under the rule as it is worded now.
  public func signOff(in signOffs: [TriageSignOff]) -> TriageSignOff? {
    let digest = digest
    return signOffs.first { $0.rule == id && $0.digest == digest }
  }
}

extension ServiceDesk {
  /// Notes that a clinician signed a rule of triage as it is worded now; the last signature counts.
  ///
  /// It changes no answer: a rule holds with and without it.
  /// - Parameters:
  ///   - rule: The rule's name.
  ///   - clinician: Who signed, 1 to 120 characters.
  ///   - licence: The number of the clinician's licence, 1 to 80 characters.
  ///   - login: Who of the staff notes it.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` with `service.triage_rule_unknown`, or `service.sign_off_invalid` and
  ///   the fields.
  public func signTriageRule(
    _ rule: String,
    clinician: String,
    licence: String,
    by login: String,
    in transaction: TenantTransaction
  ) async throws {
    guard let known = Triage.rules.first(where: { $0.id == rule }) else {
      throw ServiceRefusal(.triageRuleUnknown, ["rule": .string(rule)])
    }
    var fields: [JSONValue] = []
    if !Self.holds(clinician, 120) { fields.append("clinician") }
    if !Self.holds(licence, 80) { fields.append("licence") }
    guard fields.isEmpty else {
      throw ServiceRefusal(.signOffInvalid, ["fields": .array(fields)])
    }
    try await transaction.keepSignOff(known, clinician: clinician, licence: licence, login: login)
    try await transaction.audit(
      "service.triage_rule_signed",
      of: known.id,
      by: .staff(login),
      after: ["clinician": .string(clinician), "digest": .string(known.digest)]
    )
  }

  private static func holds(_ text: String, _ limit: Int) -> Bool {
    (1...limit).contains(text.unicodeScalars.count) && !text.unicodeScalars.contains("\0")
  }
}
