internal import Foundation

/// What a release costs of the privacy of each person in it, as zero-concentrated differential privacy.
///
/// Costs of several releases of the same people add up exactly, which is why the budget is kept in them
/// (Bun and Steinke, 2016). Counted in millionths of ρ, so that no rounding gives anything away.
public struct PrivacyCost: Hashable, Comparable, Sendable {
  /// The chance with which the bound of ``epsilon`` may fail: one in a million.
  public static let delta = 1e-6

  /// ρ in millionths, 0 or more.
  public let millionths: Int

  /// Names a cost.
  public init(millionths: Int) { self.millionths = max(0, millionths) }

  /// The greatest cost that is within ε at ``delta``.
  ///
  /// - Parameter epsilon: The bound, above 0; at most 20 counts.
  public init(epsilon: Double) {
    var (within, beyond) = (0, 20_000_000)
    guard epsilon > 0 else {
      self.init(millionths: 0)
      return
    }
    while within + 1 < beyond {
      let middle = (within + beyond) / 2
      if Self(millionths: middle).epsilon <= min(epsilon, 20) {
        within = middle
      } else {
        beyond = middle
      }
    }
    self.init(millionths: within)
  }

  /// Lower costs are smaller.
  public static func < (left: Self, right: Self) -> Bool { left.millionths < right.millionths }

  /// What both cost together.
  public static func + (left: Self, right: Self) -> Self {
    Self(millionths: left.millionths + right.millionths)
  }

  /// ε at ``delta``: a person changes the odds of any answer by a factor of at most exp(ε).
  ///
  /// Canonne, Kamath and Steinke (2020), proposition 12; each order α gives a bound, and the best of a
  /// fine grid is taken.
  public var epsilon: Double {
    guard millionths > 0 else { return 0 }
    let rho = Double(millionths) / 1e6
    var best = Double.infinity
    for step in 0...4_000 {
      let order = 1 + exp(-6 + Double(step) * 0.004)
      let bound =
        rho * order + log(1 / (order * Self.delta)) / (order - 1) + log(1 - 1 / order)
      best = min(best, bound)
    }
    return max(0, best)
  }

  /// A tenth for the number of people, the rest for the table.
  var parts: (people: Self, cells: Self) {
    let people = Self(millionths: (millionths + 9) / 10)
    return (people, Self(millionths: millionths - people.millionths))
  }

  /// The least variance of discrete Gaussian noise that costs no more, for a square of a sensitivity.
  ///
  /// - Parameter sensitivity: The most that one person changes, as the sum of the squares over cells.
  /// - Returns: Nothing where the cost is too low for any noise that ``DiscreteGaussian`` draws.
  func variance(sensitivity: Int) -> Int? {
    guard millionths > 0 else { return nil }
    let doubled = 2 * millionths
    let variance = (sensitivity * 1_000_000 + doubled - 1) / doubled
    return variance <= DiscreteGaussian.mostVariance ? max(1, variance) : nil
  }
}
