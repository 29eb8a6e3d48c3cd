internal import Foundation
public import TenantStore

/// Numbers that shoppers can read out: the civil day and six random digits.
public enum OrderNumberRule {
  /// How many numbers are tried before the day counts as full.
  static let attemptLimit = 8

  /// A number for an order that is placed now, `261122480013`.
  public static func number(on day: CalendarDate, random: [UInt8]) -> String {
    let value = random.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
    return [(day.year % 100, 2), (day.month, 2), (day.day, 2), (Int(value), 6)]
      .map { String(repeating: "0", count: max(0, $1 - "\($0)".count)) + "\($0)" }
      .joined()
  }
}
