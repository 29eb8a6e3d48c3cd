/// How the number of people who buy in a category moves, from noisy counts by month.
///
/// A weighted straight line; the intervals hold the noise that was added on purpose and the chance of
/// who comes at all (the variance of a count is about the count).
public struct CategoryTrend: Hashable, Sendable {
  /// Where it goes.
  public enum Direction: String, CaseIterable, Sendable {
    /// More people each month, as far as can be told.
    case rising
    /// Fewer.
    case falling
    /// Neither can be told.
    case steady
  }

  /// 1.645 deviations to both sides hold nine in ten.
  private static let width = 1.645

  /// People more in each month than in the one before; negative for fewer.
  public let slope: Double
  /// The interval that holds the slope nine times in ten.
  public let slopeBounds: ClosedRange<Double>
  /// People to expect in the month after the last.
  public let next: Double
  /// The interval that holds them nine times in ten.
  public let nextBounds: ClosedRange<Double>

  /// Finds the line.
  ///
  /// - Parameters:
  ///   - counts: People by month, three or more.
  ///   - variance: The variance of their noise.
  public init?(_ counts: [Int], variance: Int) {
    guard counts.count >= 3 else { return nil }
    let level = max(0, Double(counts.reduce(0, +)) / Double(counts.count))
    // One weight for all: weights by single noisy counts would lean to the low ones.
    let spread = Double(variance) + level
    let months = Double(counts.count)
    let middle = (months - 1) / 2
    let steps = counts.indices.reduce(0.0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    let slope =
      zip(counts.indices, counts)
      .reduce(0.0) { $0 + (Double($1.0) - middle) * Double($1.1) } / steps
    let slopeSide = Self.width * (spread / steps).squareRoot()
    let mean = Double(counts.reduce(0, +)) / months
    let ahead = months - middle
    let next = mean + slope * ahead
    // What is expected are people, so the noise that was added is no part of what comes.
    let nextSpread = spread / months + spread * ahead * ahead / steps + max(0, next)
    let nextSide = Self.width * nextSpread.squareRoot()
    self.slope = slope
    slopeBounds = slope - slopeSide...slope + slopeSide
    self.next = max(0, next)
    nextBounds = max(0, next - nextSide)...max(0, next + nextSide)
  }

  /// Where it goes.
  public var direction: Direction {
    if slopeBounds.lowerBound > 0 { return .rising }
    return slopeBounds.upperBound < 0 ? .falling : .steady
  }
}
