/// Which of the two growth standards applies.
public enum ChildSex: String, CaseIterable, Sendable {
  /// The standard of girls.
  case female
  /// The standard of boys.
  case male
}

/// What the WHO Child Growth Standards (2006) compare, each with a table for girls and for boys.
public enum GrowthIndicator: String, CaseIterable, Sendable {
  /// Kilograms by age in days, 0 to 1,856.
  case weightForAge = "weight-for-age"
  /// Centimetres by age in days: length, from two years on standing height.
  case lengthForAge = "length-for-age"
  /// Kilograms per square metre by age in days.
  case bmiForAge = "bmi-for-age"
  /// Centimetres of head circumference by age in days.
  case headForAge = "head-for-age"
  /// Kilograms by length, 45 to 110 cm, under two years.
  case weightForLength = "weight-for-length"
  /// Kilograms by height, 65 to 120 cm, from two years on.
  case weightForHeight = "weight-for-height"

  /// Whether values beyond three standard deviations are measured in the last whole one.
  ///
  /// WHO Child Growth Standards: Methods and development (2006), chapter 7: weight is skewed, and
  /// the tail of its distribution could not be observed.
  public var isRestricted: Bool { self != .lengthForAge && self != .headForAge }

  /// The z-scores outside of which WHO Anthro flags a value as a likely mistake.
  public var plausible: ClosedRange<Double> {
    switch self {
    case .weightForAge: -6...5
    case .lengthForAge: -6...6
    case .bmiForAge, .headForAge, .weightForLength, .weightForHeight: -5...5
    }
  }
}

/// The distribution of a measurement at one age or length: power, median, coefficient of variation.
struct GrowthDistribution: Hashable, Sendable {
  let power: Double
  let median: Double
  let variation: Double
}
