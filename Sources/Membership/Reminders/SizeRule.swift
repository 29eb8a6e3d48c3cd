/// When a child grows out of a size of clothes.
///
/// Sizes are body lengths in centimetres (GB/T 1335.3-2009: 52 to 80 in steps of 7, then to 130 in
/// steps of 10). A child is expected to keep its place among children of its age: the z-score of the
/// last plausible length, or the median's without one.
enum SizeRule {
  static let sizes = [52, 59, 66, 73, 80, 90, 100, 110, 120, 130]
  /// Days that the forecast looks ahead.
  static let horizon = 366

  /// The next size and the day on which the present one becomes short; nothing without a sex, beyond
  /// the tables, or when that is more than a year away.
  static func nextChange(of child: Child, measured: [GrowthEntry], after today: CivilDay)
    -> (size: Int, day: CivilDay)?
  {
    guard let sex = child.sex, child.dates.birthDay != nil else { return nil }
    let score = lastScore(of: child, measured) ?? 0
    func length(on day: CivilDay) -> Double? {
      guard let start = StageRule.correctedBirth(of: child.dates, on: day),
        let row = GrowthTable.of(.lengthForAge, sex)[max(0, start.days(until: day))]
      else { return nil }
      return GrowthRule.value(at: score, in: row)
    }
    guard let now = length(on: today), let present = sizes.firstIndex(where: { Double($0) >= now }),
      present + 1 < sizes.count
    else { return nil }
    for days in 1...horizon {
      let day = today.adding(days: days)
      guard let length = length(on: day) else { return nil }
      if length > Double(sizes[present]) { return (sizes[present + 1], day) }
    }
    return nil
  }

  private static func lastScore(of child: Child, _ measured: [GrowthEntry]) -> Double? {
    GrowthRule.points(measured, of: child).reversed().lazy
      .flatMap(\.scores)
      .first { $0.indicator == .lengthForAge && !$0.isImplausible }?
      .score
  }
}
