internal import Foundation

/// How a measurement compares with children of the same sex and age.
public struct GrowthScore: Hashable, Sendable {
  /// What was compared.
  public let indicator: GrowthIndicator
  /// Standard deviations from the median, rounded to hundredths as WHO Anthro shows them.
  public let score: Double
  /// The share of healthy children who measure less, 0 to 100, by the normal distribution.
  public let percentile: Double
  /// Whether WHO Anthro would flag it: measured or typed wrongly, most likely.
  public let isImplausible: Bool

  init(_ indicator: GrowthIndicator, exact: Double) {
    self.indicator = indicator
    score = (exact * 100).rounded() / 100
    percentile = 50 * erfc(-exact / 2.0.squareRoot())
    isImplausible = !indicator.plausible.contains(score)
  }
}

/// What was measured of a child on a day.
public struct GrowthMeasures: Hashable, Sendable {
  /// How a child's length was taken.
  public enum Posture: String, CaseIterable, Sendable {
    /// Lying down: length.
    case lying
    /// Standing: height.
    case standing
  }

  /// Weight in grams, 300 to 60,000.
  public var grams: Int?
  /// Length or height in millimetres, 200 to 1,400.
  public var millimetres: Int?
  /// How the length was taken; there whenever a length is.
  public var posture: Posture?
  /// Head circumference in millimetres, 150 to 700.
  public var headMillimetres: Int?

  /// Gathers measurements.
  public init(
    grams: Int? = nil,
    millimetres: Int? = nil,
    posture: Posture? = nil,
    headMillimetres: Int? = nil
  ) {
    self.grams = grams
    self.millimetres = millimetres
    self.posture = posture
    self.headMillimetres = headMillimetres
  }

  /// The fields that are not possible.
  var problems: [String] {
    var fields: [String] = []
    if let grams, !(300...60_000).contains(grams) { fields.append("grams") }
    if let millimetres, !(200...1_400).contains(millimetres) { fields.append("millimetres") }
    if (posture == nil) != (millimetres == nil) { fields.append("posture") }
    if let headMillimetres, !(150...700).contains(headMillimetres) {
      fields.append("headMillimetres")
    }
    if grams == nil, millimetres == nil, headMillimetres == nil { fields.append("measures") }
    return fields
  }
}

/// Z-scores by the method of the WHO Child Growth Standards (Methods and development, 2006,
/// chapter 7), as WHO Anthro computes them.
public enum GrowthRule {
  /// From this age in days on, height is what the standard means; length before it.
  static let standingDays = 731
  /// The last age in days that the tables know.
  static let lastDay = 1_856
  /// What a child measures more lying than standing, in centimetres.
  static let postureCentimetres = 0.7

  /// All comparisons that the measurements allow.
  ///
  /// - Parameters:
  ///   - measures: What was measured.
  ///   - sex: Which standard applies.
  ///   - ageInDays: The age, corrected for a preterm child; outside of 0 to 1,856 nothing compares.
  ///   - hasOedema: Whether water in the tissue makes the weight say nothing.
  /// - Returns: At most one comparison for each indicator.
  public static func scores(
    of measures: GrowthMeasures,
    sex: ChildSex,
    ageInDays: Int,
    hasOedema: Bool = false
  ) -> [GrowthScore] {
    scores(
      kilograms: hasOedema ? nil : measures.grams.map { Double($0) / 1_000 },
      centimetres: measures.millimetres.map { Double($0) / 10 },
      posture: measures.posture,
      headCentimetres: measures.headMillimetres.map { Double($0) / 10 },
      sex: sex,
      ageInDays: ageInDays
    )
  }

  /// The same for measurements as a survey gives them, in kilograms and centimetres.
  package static func scores(
    kilograms: Double?,
    centimetres: Double?,
    posture: GrowthMeasures.Posture?,
    headCentimetres: Double?,
    sex: ChildSex,
    ageInDays age: Int
  ) -> [GrowthScore] {
    guard (0...lastDay).contains(age) else { return [] }
    let length = centimetres.map { adjusted($0, posture, age) }
    let bmi = kilograms.flatMap { kilograms in
      length.map { kilograms / ($0 / 100 * ($0 / 100)) }
    }
    func score(_ indicator: GrowthIndicator, _ value: Double?, at position: Double?)
      -> GrowthScore?
    {
      guard let value, let position,
        let distribution = GrowthTable.of(indicator, sex)[between: position]
      else { return nil }
      return GrowthScore(
        indicator,
        exact: deviation(of: value, in: distribution, isRestricted: indicator.isRestricted)
      )
    }
    let byLength: GrowthIndicator = age < standingDays ? .weightForLength : .weightForHeight
    // Lengths are kept to a millimetre; what binary fractions add to it is no step of the table.
    let millimetres = length.map { ($0 * 10 * 1e6).rounded() / 1e6 }
    return [
      score(.weightForAge, kilograms, at: Double(age)),
      score(.lengthForAge, length, at: Double(age)),
      score(.headForAge, headCentimetres, at: Double(age)),
      score(.bmiForAge, bmi, at: Double(age)),
      score(byLength, kilograms, at: millimetres),
    ].compactMap { $0 }
  }

  /// The length as the standard of the age means it: lying under two years, standing from then on.
  static func adjusted(_ centimetres: Double, _ posture: GrowthMeasures.Posture?, _ age: Int)
    -> Double
  {
    switch posture {
    case .standing where age < standingDays: centimetres + postureCentimetres
    case .lying where age >= standingDays: centimetres - postureCentimetres
    default: centimetres
    }
  }

  /// Standard deviations of a value from the median.
  static func deviation(
    of value: Double,
    in distribution: GrowthDistribution,
    isRestricted: Bool
  ) -> Double {
    let (power, variation) = (distribution.power, distribution.variation)
    let ratio = value / distribution.median
    let score = power == 0 ? log(ratio) / variation : (pow(ratio, power) - 1) / (power * variation)
    guard isRestricted, abs(score) > 3 else { return score }
    let side: Double = score > 0 ? 1 : -1
    let third = self.value(at: 3 * side, in: distribution)
    let second = self.value(at: 2 * side, in: distribution)
    return 3 * side + (value - third) / abs(third - second)
  }

  /// The value that lies so many standard deviations from the median, within three.
  static func value(at score: Double, in distribution: GrowthDistribution) -> Double {
    let (power, variation) = (distribution.power, distribution.variation)
    guard power != 0 else { return distribution.median * exp(variation * score) }
    return distribution.median * pow(1 + power * variation * score, 1 / power)
  }
}
