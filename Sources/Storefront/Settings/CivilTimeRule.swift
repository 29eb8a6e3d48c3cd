public import Foundation

/// Days and minutes as a tenant's clocks show them.
public enum CivilTimeRule {
  private static let format: Date.FormatString = """
    \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)
    """
  private static let locale = Locale(identifier: "en_US_POSIX")
  private static let midnight = " 00:00"

  /// Reads `2026-12-01`, its midnight, or `2026-12-01 10:00`; midnight may be written out.
  public static func instant(_ text: String, in zone: TimeZone) -> Date? {
    let strategy = Date.ParseStrategy(format: format, locale: locale, timeZone: zone)
    let whole = text.contains(" ") ? text : text + midnight
    guard let instant = try? strategy.parse(whole) else { return nil }
    // What the clocks skip, and a day that there is not, would come back as another time.
    let read = self.text(instant, in: zone)
    return whole == (read.contains(" ") ? read : read + midnight) ? instant : nil
  }

  /// The text that ``instant(_:in:)`` reads.
  public static func text(_ instant: Date, in zone: TimeZone) -> String {
    let style = Date.VerbatimFormatStyle(
      format: format,
      locale: locale,
      timeZone: zone,
      calendar: Calendar(identifier: .gregorian)
    )
    let text = style.format(instant)
    return text.hasSuffix(midnight) ? String(text.dropLast(midnight.count)) : text
  }
}
