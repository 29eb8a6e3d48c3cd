internal import Storefront
internal import TenantWeb

/// An age range as shoppers say it: `6–12 个月`, `1–3 岁`, `孕期`.
enum AgeWords {
  static func words(_ ages: AgeRange, _ texts: LocalTexts) -> String? {
    switch (ages.from, ages.to) {
    case (nil, nil): nil
    case (_, let to?) where to <= 0: texts["age.pregnancy"]
    case (let from?, _) where from < 0: texts["age.pregnancyAndAfter"]
    case (let from?, nil): texts["age.from", ["age": point(from, texts)]]
    case (nil, let to?): texts["age.upTo", ["age": point(to, texts)]]
    case (let from?, let to?): span(from, to, texts)
    }
  }

  /// The age of one child: `18 个月`, `2 岁`; before birth pregnancy.
  static func age(_ months: Int, _ texts: LocalTexts) -> String {
    if months < 0 { return texts["age.pregnancy"] }
    guard months < 24 else { return point(months, texts) }
    return texts["age.point.month", ["count": "\(months)"]]
  }

  private static func span(_ from: Int, _ to: Int, _ texts: LocalTexts) -> String {
    let areYears = from.isMultiple(of: 12) && isYears(to) && to > 12
    if areYears { return texts["age.years", ["from": "\(from / 12)", "to": "\(to / 12)"]] }
    guard isYears(from) || (isYears(to) && to > 12) else {
      return texts["age.months", ["from": "\(from)", "to": "\(to)"]]
    }
    return texts["age.range", ["from": point(from, texts), "to": point(to, texts)]]
  }

  private static func point(_ months: Int, _ texts: LocalTexts) -> String {
    isYears(months)
      ? texts["age.point.year", ["count": "\(months / 12)"]]
      : texts["age.point.month", ["count": "\(months)"]]
  }

  private static func isYears(_ months: Int) -> Bool { months >= 12 && months.isMultiple(of: 12) }
}
