/// Where a family stands with one child; never typed, always computed from dates.
public enum ChildStage: String, CaseIterable, Sendable, Comparable {
  /// Pregnancy up to 13 weeks and 6 days.
  case earlyPregnancy = "early_pregnancy"
  /// Pregnancy from 14 weeks to 27 weeks and 6 days.
  case middlePregnancy = "middle_pregnancy"
  /// Pregnancy from 28 weeks to 42 weeks.
  case latePregnancy = "late_pregnancy"
  /// More than 42 weeks without word of a birth: nothing is sent until somebody says what happened.
  case unconfirmed
  /// The first 28 days.
  case newborn
  /// From 28 days to half a year: milk alone.
  case infant
  /// From half a year to a year: the first other food.
  case weaning
  /// From one to three years.
  case toddler
  /// From three to six years.
  case preschool
  /// From six years on: the shop's care ends.
  case school

  /// Earlier stages are smaller.
  public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether the child is not born yet, as far as anybody said.
  public var isPregnancy: Bool { self < .newborn }
}
