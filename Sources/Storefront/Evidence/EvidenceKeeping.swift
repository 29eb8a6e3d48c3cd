public import TenantStore

extension Shop {
  /// Adds a document that proves something of a product; its badge says so from then on.
  ///
  /// - Parameters:
  ///   - form: The document.
  ///   - slug: The product's short name.
  ///   - tenant: Whose shop it is, for the day.
  ///   - actor: Who hands it in.
  ///   - transaction: Where it happens.
  /// - Returns: The document.
  /// - Throws: ``StorefrontRefusal`` with the code `evidence_invalid` (`fields`) or
  ///   `product_not_found`.
  @discardableResult
  public func addEvidence(
    _ form: EvidenceForm,
    to slug: String,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> EvidenceID {
    let today = CalendarDate(transaction.environment.now(), in: tenant.timeZone)
    let fields = EvidenceRule.problems(form, today: today)
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .evidenceInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    let id = EvidenceID.make(in: transaction.environment)
    guard try await transaction.insertEvidence(id, form, to: slug) else {
      throw StorefrontRefusal(.productNotFound)
    }
    try await transaction.audit(
      "storefront.evidence_added",
      of: slug,
      by: actor,
      after: [
        "evidence": .string(id.description), "kind": .string(form.kind.rawValue),
        "number": .string(form.number), "issuer": .string(form.issuer),
      ]
    )
    return id
  }

  /// Takes a document back, so that nothing is proven by it; taking it back again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `evidence_not_found`.
  public func withdrawEvidence(
    _ id: EvidenceID,
    of slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.withdrawEvidence(id, of: slug) else {
      throw StorefrontRefusal(.evidenceNotFound)
    }
    try await transaction.audit(
      "storefront.evidence_withdrawn",
      of: slug,
      by: actor,
      after: ["evidence": .string(id.description)]
    )
  }
}
