public import Foundation

/// Days and minutes as a tenant's clocks show them.
public enum CivilTimeRule {
  private static let format: Date.FormatString = """
    \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
    \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)
    """
  private static let locale = Locale(identifier: "en_US_POSIX")

  /// Reads `2026-12-01`, its midnight, or `2026-12-01 10:00`.
  public static func instant(_ text: String, in zone: TimeZone) -> Date? {
    let strategy = Date.ParseStrategy(format: format, locale: locale, timeZone: zone)
    let whole = text.contains(" ") ? text : text + " 00:00"
    guard let instant = try? strategy.parse(whole), self.text(instant, in: zone) == text else {
      return nil
    }
    return instant
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
    return text.hasSuffix(" 00:00") ? String(text.dropLast(6)) : text
  }
}
