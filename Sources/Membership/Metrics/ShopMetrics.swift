internal import Foundation
public import TenantStore

/// What members pay and how often they come back, over fixed spans.
///
/// An order counts with what was paid for its goods less what went back; one of which all money went
/// back does not count. Orders of guests are nobody's and left out, and so are other currencies.
public struct ShopMetrics: Hashable, Sendable {
  /// Members who paid an order in the last 30 days.
  public let payers30: Int64
  /// What they paid in these days, in minor units.
  public let revenue30: Int64
  /// Members who paid an order in the last 365 days.
  public let payers365: Int64
  /// What they paid in these days, in minor units.
  public let revenue365: Int64
  /// Members whose first order lies 90 to 455 days back.
  public let newcomers: Int64
  /// How many of them ordered again within 90 days.
  public let returned: Int64
  /// Orders that members placed in the last 30 days.
  public let placed30: Int64
  /// How many of them were called off unpaid.
  public let calledOff30: Int64

  /// What a paying member paid in the last 30 days on average, in minor units.
  public var averageRevenue30: Int64? { payers30 == 0 ? nil : revenue30 / payers30 }
  /// What a paying member paid in the last 365 days on average, in minor units.
  public var averageRevenue365: Int64? { payers365 == 0 ? nil : revenue365 / payers365 }
  /// The share of newcomers who ordered again within 90 days.
  public var repurchase: Double? {
    newcomers == 0 ? nil : Double(returned) / Double(newcomers)
  }
}

/// How often members cancelled for a reason.
public struct CancelCount: Hashable, Sendable {
  /// The reason, as a code.
  public let reason: String
  /// How many contracts.
  public let count: Int64
}

extension TenantQuerying {
  /// What the cohorts of a merchant's members did, month by month of its time zone.
  ///
  /// - Parameters:
  ///   - tenant: The merchant.
  ///   - months: How many months back first orders are looked at, 1 to 60.
  /// - Returns: The cohorts, the earliest first.
  /// - Throws: What the database throws.
  public func cohorts(of tenant: TenantSnapshot, months: Int = 12) async throws -> [Cohort] {
    let today = CalendarDate(environment.now(), in: tenant.timeZone)
    let last = CohortRule.month(of: today)
    let cells = try await cohortMonths(
      since: last - max(1, min(months, 60)) + 1,
      currency: tenant.currency,
      in: tenant.timeZone
    )
    return CohortRule.cohorts(cells, through: last)
  }
}
