public import Foundation
public import TenantStore

/// How many points an amount earns, what they are worth and until when they are good.
public enum PointsRule {
  /// The points for an amount that was paid.
  ///
  /// - `amount`: What was paid; nothing below zero counts.
  /// - `perUnit`: Points for each whole unit of the currency.
  /// - `multiplier`: In hundredths, 100 for once.
  /// - Returns: Whole points, rounded down.
  public static func earned(for amount: Money, perUnit: Int, multiplier: Int) -> Int64 {
    let product = Int128(max(0, amount.minorUnits)) * Int128(perUnit) * Int128(multiplier)
    return Int64(product / (100 * Int128(amount.currency.minorUnitsPerUnit)))
  }

  /// What some points may pay of an order.
  ///
  /// - `wanted`: The points that the member would spend, not negative.
  /// - `amount`: What is left to pay.
  /// - `terms`: The rate, floor and cap.
  /// - Returns: The fewest points that pay the most; nothing below the floor.
  public static func deduction(
    of wanted: Int64,
    from amount: Money,
    _ terms: PointsSettings.Deduction
  ) -> PointsDeduction? {
    let unit = Int128(amount.currency.minorUnitsPerUnit)
    let rate = Int128(terms.pointsPerUnit)
    let cap = Int128(max(0, amount.minorUnits)) * Int128(terms.capPercent ?? 50) / 100
    let worth = Int64(min(Int128(max(0, wanted)) * unit / rate, cap))
    let deduction = price(of: Money(minorUnits: worth, currency: amount.currency), terms)
    return worth > 0 && deduction.points >= terms.floor ?? 0 ? deduction : nil
  }

  /// The fewest points that pay an amount, rounded up.
  static func price(of amount: Money, _ terms: PointsSettings.Deduction) -> PointsDeduction {
    let unit = Int128(amount.currency.minorUnitsPerUnit)
    let product = Int128(amount.minorUnits) * Int128(terms.pointsPerUnit)
    return PointsDeduction(points: Int64((product + unit - 1) / unit), money: amount)
  }

  /// When points stop being good: the end of the month in which their time is over.
  ///
  /// - Returns: The first instant of the following month in the zone; the points are good before it.
  public static func expiry(of start: Date, months: Int, in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let day = CalendarDate(start, in: zone)
    let month = day.year * 12 + day.month - 1 + months + 1
    let parts = DateComponents(year: month / 12, month: month % 12 + 1, day: 1)
    guard let first = calendar.date(from: parts) else { return .distantFuture }
    return calendar.startOfDay(for: first)
  }
}

/// Points that pay a part of an order, and what they pay.
public struct PointsDeduction: Hashable, Sendable {
  /// The points, above zero.
  public let points: Int64
  /// What they pay, above zero.
  public let money: Money
}
