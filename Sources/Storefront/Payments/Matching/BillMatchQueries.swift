internal import Foundation
public import TenantStore

private struct MovementRow: TenantRow {
  let movement: LedgerMovement

  init(row: inout ColumnReader) throws {
    let isRefund: Bool = try row.next()
    let id: UUID = try row.next()
    movement = LedgerMovement(
      isRefund
        ? .refund(RefundID(uuid: id).description) : .payment(PaymentID(uuid: id).description),
      amount: try row.next(),
      currency: try row.next(),
      isSettled: try row.next()
    )
  }
}

private struct MatchRow: TenantRow {
  let provider: String
  let day: String
  let matchedAt: Date
  let entries: Int
  let agreed: Int

  init(row: inout ColumnReader) throws {
    provider = try row.next()
    day = try row.next()
    matchedAt = try row.next()
    entries = Int(try row.next(Int32.self))
    agreed = Int(try row.next(Int32.self))
  }
}

private struct DifferenceRow: TenantRow {
  let provider: String
  let difference: BillDifference

  init(row: inout ColumnReader) throws {
    provider = try row.next()
    let subject: String = try row.next()
    let text: String = try row.next()
    guard let kind = BillDifference.Kind(rawValue: text) else {
      throw TenantStoreError.emptyAnswer
    }
    difference = BillDifference(
      subject: subject,
      kind: kind,
      ours: try row.next(),
      theirs: try row.next(),
      currency: try row.next(),
      reference: try row.next()
    )
  }
}

extension TenantQuerying {
  /// What the ledger has of the numbers on a bill.
  func movements(named subjects: [ProviderReport.Subject], at provider: String) async throws
    -> [LedgerMovement]
  {
    let payments = subjects.compactMap { subject in
      if case .payment(let number) = subject { PaymentID(number)?.uuid } else { nil }
    }
    let refunds = subjects.compactMap { subject in
      if case .refund(let number) = subject { RefundID(number)?.uuid } else { nil }
    }
    let rows: [MovementRow] = try await all(
      """
      SELECT false, p.id, p.amount, o.currency, p.status IN ('paid', 'refunded', 'surplus')
      FROM storefront.payment p
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = p.order_id
      WHERE p.tenant_id = \(tenant) AND p.provider = \(provider) AND p.id = ANY (\(payments))
      UNION ALL
      SELECT true, r.id, r.amount, o.currency, r.status = 'done'
      FROM storefront.refund r
      JOIN storefront.payment p ON p.tenant_id = \(tenant) AND p.id = r.payment_id
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
      WHERE r.tenant_id = \(tenant) AND p.provider = \(provider) AND r.id = ANY (\(refunds))
      """
    )
    return rows.map(\.movement)
  }

  /// What the ledger settled on a day of a zone.
  func movements(settledOn day: CalendarDate, in zone: TimeZone, at provider: String) async throws
    -> [LedgerMovement]
  {
    let rows: [MovementRow] = try await all(
      """
      SELECT e.kind = 'refunded', coalesce(e.refund_id, e.payment_id), e.amount, o.currency, true
      FROM storefront.payment p
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = p.order_id
      JOIN storefront.payment_event e ON e.tenant_id = \(tenant) AND e.payment_id = p.id
      WHERE p.tenant_id = \(tenant) AND p.provider = \(provider)
        AND p.created_at >= (\(day.description)::text::date - 40)
        AND e.kind IN ('confirmed', 'refunded')
        AND (e.created_at AT TIME ZONE \(zone.identifier))::text::date = \(day.description)::text::date
      """
    )
    return rows.map(\.movement)
  }

  /// What came of comparing the bills of a day, by provider.
  public func billMatches(of day: CalendarDate) async throws -> [BillMatch] {
    let results = try await batch([
      """
      SELECT provider, day::text, matched_at, entries, agreed FROM storefront.bill_match
      WHERE tenant_id = \(tenant) AND day = \(day.description)::text::date ORDER BY provider
      """,
      """
      SELECT provider, subject, kind, ours, theirs, currency, reference
      FROM storefront.bill_difference
      WHERE tenant_id = \(tenant) AND day = \(day.description)::text::date ORDER BY provider, subject, kind
      """,
    ])
    let differences = try results[1].all(DifferenceRow.self)
    return try results[0].all(MatchRow.self).map { row in
      BillMatch(
        provider: row.provider,
        day: day,
        matchedAt: row.matchedAt,
        entries: row.entries,
        agreed: row.agreed,
        differences: differences.filter { $0.provider == row.provider }.map(\.difference)
      )
    }
  }
}

extension TenantTransaction {
  /// Keeps what came of comparing a bill, in place of what was found before.
  func keep(_ match: BillMatch) async throws {
    let (provider, day) = (match.provider, match.day.description)
    let found = match.differences
    _ = try await batch([
      """
      INSERT INTO storefront.bill_match (tenant_id, provider, day, matched_at, entries, agreed)
      VALUES (\(tenant), \(provider), \(day)::text::date, \(match.matchedAt), \(Int32(match.entries)),
        \(Int32(match.agreed)))
      ON CONFLICT (tenant_id, provider, day) DO UPDATE
      SET matched_at = excluded.matched_at, entries = excluded.entries, agreed = excluded.agreed
      """,
      """
      DELETE FROM storefront.bill_difference
      WHERE tenant_id = \(tenant) AND provider = \(provider) AND day = \(day)::text::date
      """,
      """
      INSERT INTO storefront.bill_difference
        (tenant_id, provider, day, subject, kind, ours, theirs, currency, reference)
      SELECT \(tenant), \(provider), \(day)::text::date, d.subject, d.kind, d.ours, d.theirs, d.currency,
        d.reference
      FROM unnest(\(found.map(\.subject)), \(found.map(\.kind.rawValue)), \(found.map(\.ours)),
        \(found.map(\.theirs)), \(found.map(\.currency)), \(found.map(\.reference)))
        AS d (subject, kind, ours, theirs, currency, reference)
      """,
    ])
  }
}
