/// How old the youngest child of a household is, in the steps in which reports tell it.
public enum ChildCohort: String, CaseIterable, Sendable, Codable {
  /// Before birth.
  case expected
  /// Up to half a year.
  case underSix
  /// From half a year to a year.
  case underTwelve
  /// The second year.
  case underTwentyFour
  /// The third year.
  case underThirtySix
  /// From three years on.
  case older
  /// Nobody said, and nothing that was bought tells it.
  case unknown

  /// The cohort of an age in months, before birth negative.
  package init(months: Int) {
    self =
      switch months {
      case ..<0: .expected
      case ..<6: .underSix
      case ..<12: .underTwelve
      case ..<24: .underTwentyFour
      case ..<36: .underThirtySix
      default: .older
      }
  }

  /// The cohort of a household at the end of a period.
  ///
  /// What was said counts, and otherwise the latest purchase of something that is made for an age: its
  /// middle then, older by the months that went by. It looks at the household's own purchases alone.
  ///
  /// - Parameters:
  ///   - born: The months in which the children were or will be born.
  ///   - bought: The months of purchases and the ages that they were made for.
  ///   - month: The last month of the period.
  package init(born: [Int], bought: [(month: Int, ages: AgeSpan)], at month: Int) {
    if let youngest = born.max() {
      self = .init(months: month - youngest)
      return
    }
    let telling = bought.filter { $0.ages.from != nil && $0.ages.to != nil }
    // Of one month the narrowest span says most.
    let latest = telling.max {
      ($0.month, -Self.width($0.ages), -($0.ages.from ?? 0))
        < ($1.month, -Self.width($1.ages), -($1.ages.from ?? 0))
    }
    guard let latest, let from = latest.ages.from, let to = latest.ages.to else {
      self = .unknown
      return
    }
    self = .init(months: (from + to - 1) / 2 + month - latest.month)
  }

  private static func width(_ ages: AgeSpan) -> Int { (ages.to ?? 0) - (ages.from ?? 0) }
}
