public import Foundation

/// Whole months of the tenant's calendar, of which a report speaks.
public struct InsightMonths: Hashable, Sendable, Codable {
  /// The most months of one report.
  public static let limit = 24

  /// The first month, ``BirthMonth/number(of:in:)``.
  public let first: Int
  /// The last month, which is not before the first.
  public let last: Int

  /// Names months, or nothing when there are none or too many.
  public init?(first: Int, last: Int) {
    guard first > 0, first <= last, last - first < Self.limit else { return nil }
    self.init(unchecked: first, last)
  }

  /// Reads months as ISO 8601 writes them, or nothing when these are none.
  ///
  /// - Parameters:
  ///   - first: `2026-07` for example.
  ///   - last: The same or a later month.
  public init?(_ first: String, _ last: String) {
    guard let first = Self.number(first), let last = Self.number(last) else { return nil }
    self.init(first: first, last: last)
  }

  private init(unchecked first: Int, _ last: Int) {
    self.first = first
    self.last = last
  }

  /// Each month.
  var all: ClosedRange<Int> { first...last }

  /// How many there are.
  public var count: Int { last - first + 1 }

  /// A month as ISO 8601 writes it.
  public static func text(_ month: Int) -> String {
    let (year, place) = month.quotientAndRemainder(dividingBy: 12)
    let digits = "\(year)"
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      + (place < 9 ? "-0\(place + 1)" : "-\(place + 1)")
  }

  private static func number(_ text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]),
      let place = Int(parts[1]), (1...12).contains(place), year > 0
    else { return nil }
    return year * 12 + place - 1
  }

  /// From the first instant of the first month to the end of the last one.
  public func span(in zone: TimeZone) -> Range<Date> {
    Self.start(of: first, in: zone)..<Self.start(of: last + 1, in: zone)
  }

  /// The first instant of a month on the clocks of a zone.
  static func start(of month: Int, in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(year: month / 12, month: month % 12 + 1, day: 1)
    return calendar.date(from: parts) ?? .distantPast
  }
}
