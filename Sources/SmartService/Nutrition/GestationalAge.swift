public import TenantStore

/// Which third of pregnancy.
public enum PregnancyThird: String, CaseIterable, Sendable {
  /// Up to 13 weeks and 6 days.
  case early
  /// 14 weeks to 27 weeks and 6 days.
  case middle
  /// From 28 weeks.
  case late
}

/// How far a pregnancy is, counted back from the day on which birth is due.
public enum GestationalAge {
  /// Birth is due 40 weeks after the last period.
  static let term = 280

  /// The completed weeks on a day, 0 to 42; nothing before or after.
  ///
  /// - Parameters:
  ///   - day: The day.
  ///   - due: When birth is due.
  /// - Returns: Whole weeks since the first day of the last period.
  public static func week(on day: CalendarDate, due: CalendarDate) -> Int? {
    let days = term - (due.dayNumber - day.dayNumber)
    guard days >= 0, days / 7 <= 42 else { return nil }
    return days / 7
  }

  /// The third of a week.
  public static func third(ofWeek week: Int) -> PregnancyThird {
    week < 14 ? .early : week < 28 ? .middle : .late
  }
}

extension CalendarDate {
  /// Days since 1970.
  var dayNumber: Int {
    // Days from civil: years begin in March, so that the leap day is the last of one.
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  /// The day of a number of days since 1970.
  init?(dayNumber: Int) {
    let days = dayNumber + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let ofEra = days - era * 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let part = (5 * ofYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    self.init(
      year: year + era * 400 + (month <= 2 ? 1 : 0),
      month: month,
      day: ofYear - (153 * part + 2) / 5 + 1
    )
  }
}
