public import Foundation
public import TenantStore

/// One event that a provider told, or somebody in its name, and what was made of it.
public struct KeptReport: TenantRow, Hashable {
  /// The code of the way to pay.
  public let provider: String
  /// The provider's id of the event; nothing when the message could not be trusted.
  public let eventID: String?
  /// How it came: `callback`, `answer` or `bill`.
  public let source: String
  /// What it says, `payment_succeeded` for example.
  public let kind: String
  /// What it is about, by the merchant's number.
  public let subject: String?
  /// How much it says, in minor units.
  public let amount: Int64?
  /// `applied`, `repeated` or `refused`.
  public let outcome: String
  /// The effect, or why it was refused.
  public let detail: String
  /// When it came, in UTC.
  public let receivedAt: Date

  /// Reads the columns in the order of the declaration.
  public init(row: inout ColumnReader) throws {
    provider = try row.next()
    eventID = try row.next()
    source = try row.next()
    kind = try row.next()
    subject = try row.next()
    amount = try row.next()
    outcome = try row.next()
    detail = try row.next()
    receivedAt = try row.next()
  }
}

extension TenantQuerying {
  /// The latest reports of providers, newest first, at most 100.
  public func providerReports(onlyRefused: Bool = false, limit: Int = 50) async throws
    -> [KeptReport]
  {
    let filter: QueryPart = onlyRefused ? " AND outcome = 'refused'" : ""
    return try await all(
      """
      SELECT provider, event_id, source, kind, subject, amount, outcome, detail, received_at
      FROM storefront.provider_report WHERE tenant_id = \(tenant)\(filter)
      ORDER BY id DESC LIMIT \(min(max(limit, 1), 100))
      """
    )
  }
}

extension TenantTransaction {
  /// Whether an event was told before, and whether it was refused then.
  func wasRefused(_ eventID: String, from provider: String) async throws -> Bool? {
    try await value(
      """
      SELECT outcome = 'refused' FROM storefront.provider_report
      WHERE tenant_id = \(tenant) AND provider = \(provider) AND event_id = \(eventID)
      """
    )
  }

  /// Keeps an event with what is made of it; false when it was told before.
  func keep(
    _ report: ProviderReport,
    from provider: String,
    by source: ReportSource,
    _ verdict: ReportVerdict
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.provider_report (tenant_id, id, provider, event_id, source, kind, subject,
        amount, currency, reference, outcome, detail, received_at)
      VALUES (\(tenant), \(environment.makeID()), \(provider), \(report.eventID), \(source.rawValue),
        \(report.kind), \(report.subject.number), \(report.amount), \(report.currency),
        \(report.reference), \(verdict.outcome), \(verdict.detail), \(environment.now()))
      ON CONFLICT (tenant_id, provider, event_id) DO NOTHING
      """
    ) == 1
  }

  /// Keeps that somebody told something in a provider's name, at most so many an hour.
  func keepForged(from provider: String, hourlyLimit: Int) async throws {
    let now = environment.now()
    try await execute(
      """
      INSERT INTO storefront.provider_report
        (tenant_id, id, provider, source, kind, outcome, detail, received_at)
      SELECT \(tenant), \(environment.makeID()), \(provider), 'callback', 'unreadable', 'refused',
        \(ReportFault.forged.rawValue), \(now)
      WHERE \(hourlyLimit) > (
        SELECT count(*) FROM (
          SELECT FROM storefront.provider_report r
          WHERE r.tenant_id = \(tenant) AND r.provider = \(provider) AND r.kind = 'unreadable'
            AND r.id > \(TimeOrderedIDs.first(at: now - 3_600)) LIMIT \(hourlyLimit)) recent)
      """
    )
  }
}

/// How a report came.
package enum ReportSource: String {
  /// The provider sent it.
  case callback
  /// The shop asked for it.
  case answer
  /// It stood on the provider's bill.
  case bill
}

extension ProviderReport.Subject {
  /// The merchant's number.
  var number: String {
    switch self {
    case .payment(let number), .refund(let number): number
    }
  }
}

extension ProviderReport {
  var kind: String {
    switch subject {
    case .payment: "payment_\(outcome.rawValue)"
    case .refund: "refund_\(outcome.rawValue)"
    }
  }
}

extension ReportVerdict {
  fileprivate var outcome: String {
    switch self {
    case .applied: "applied"
    case .repeated: "repeated"
    case .refused: "refused"
    }
  }

  fileprivate var detail: String {
    switch self {
    case .applied(let effect): effect.rawValue
    case .repeated: "known"
    case .refused(let fault): fault.rawValue
    }
  }
}
