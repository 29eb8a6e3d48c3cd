internal import Foundation

/// By what share more is bought when the price is lower by one percent, with an interval.
///
/// A Poisson regression of weekly units on the logarithm of the price and the week, held by a prior:
/// without evidence the elasticity is −1.5 ± 1, about the middle of what is found for groceries (Tellis,
/// 1988; Bijmolt, van Heerde and Pieters, 2005, find −2.6 for brands). Units that scatter more than
/// Poisson's widen the interval. It is what goes with a price, not what a price causes: promotions that
/// fall on busy weeks look like cheapness.
public struct PriceElasticity: Hashable, Sendable {
  /// What was sold in a week at which price.
  public struct Week: Hashable, Sendable {
    /// The units, 0 or more.
    public let units: Int
    /// The mean price, above 0.
    public let price: Double

    /// Describes a week.
    public init(units: Int, price: Double) {
      self.units = units
      self.price = price
    }
  }

  /// Weeks, units in all, and relative distance of the highest from the lowest price, from which on
  /// anything is said.
  static let least = (weeks: 8, units: 30, spread: 0.03)
  private static let prior = (mean: -1.5, deviation: 1.0)
  private static let width = 1.645

  /// The elasticity; negative where less is bought of what is dearer.
  public let value: Double
  /// The interval that holds it nine times in ten.
  public let bounds: ClosedRange<Double>

  /// Takes an elasticity from elsewhere.
  public init(value: Double, bounds: ClosedRange<Double>) {
    self.value = value
    self.bounds = bounds
  }

  /// Estimates.
  ///
  /// - Parameter weeks: In order; those with a price that is none are left out.
  public init?(_ weeks: [Week]) {
    let weeks = weeks.filter { $0.price > 0 && $0.price.isFinite && $0.units >= 0 }
    let prices = weeks.map(\.price)
    guard weeks.count >= Self.least.weeks, let low = prices.min(), let high = prices.max(),
      high / low - 1 >= Self.least.spread,
      weeks.reduce(0, { $0 + $1.units }) >= Self.least.units
    else { return nil }
    let middle = prices.reduce(0) { $0 + log($1) } / Double(prices.count)
    let half = Double(weeks.count - 1) / 2
    let rows = weeks.enumerated().map { place, week in
      (
        x: [1, log(week.price) - middle, (Double(place) - half) / max(1, half)],
        y: Double(week.units)
      )
    }
    let precision = 1 / (Self.prior.deviation * Self.prior.deviation)
    let mean = rows.reduce(0) { $0 + $1.y } / Double(rows.count)
    var weights = [log(max(mean, 0.1)), Self.prior.mean, 0]
    var dispersion = 1.0
    var covariance = [[Double]]()
    // Newton's steps; twice over, since the dispersion says how much the data count against the prior.
    for round in 0..<40 {
      var (gradient, curve) = ([0.0, 0, 0], [[Double]](repeating: [0, 0, 0], count: 3))
      var scatter = 0.0
      for row in rows {
        let score = zip(weights, row.x).reduce(0) { $0 + $1.0 * $1.1 }
        let expected = exp(min(max(score, -20), 20))
        scatter += (row.y - expected) * (row.y - expected) / max(expected, 1e-9)
        for one in 0..<3 {
          gradient[one] += (row.y - expected) * row.x[one] / dispersion
          for other in 0..<3 {
            curve[one][other] += expected * row.x[one] * row.x[other] / dispersion
          }
        }
      }
      gradient[1] -= precision * (weights[1] - Self.prior.mean)
      // A year's doubling or halving of demand is as much as a few weeks should be read to say.
      gradient[2] -= weights[2]
      curve[1][1] += precision
      curve[2][2] += 1
      curve[0][0] += 1e-9
      guard let inverse = Self.inverse(curve) else { return nil }
      covariance = inverse
      for one in 0..<3 {
        let step = zip(inverse[one], gradient).reduce(0) { $0 + $1.0 * $1.1 }
        weights[one] += min(max(step, -2), 2)
      }
      if round >= 10 { dispersion = max(1, scatter / Double(rows.count - 3)) }
    }
    guard weights.allSatisfy(\.isFinite), covariance[1][1] >= 0 else { return nil }
    value = weights[1]
    let side = Self.width * covariance[1][1].squareRoot()
    bounds = value - side...value + side
  }

  /// The inverse of a symmetric matrix of three rows.
  private static func inverse(_ m: [[Double]]) -> [[Double]]? {
    func minor(_ r: Int, _ c: Int) -> Double {
      let (a, b) = ((r + 1) % 3, (r + 2) % 3)
      let (d, e) = ((c + 1) % 3, (c + 2) % 3)
      return m[a][d] * m[b][e] - m[a][e] * m[b][d]
    }
    let determinant = (0..<3).reduce(0) { $0 + m[0][$1] * minor(0, $1) }
    guard determinant.isFinite, abs(determinant) > 1e-300 else { return nil }
    return (0..<3).map { row in (0..<3).map { minor($0, row) / determinant } }
  }
}
